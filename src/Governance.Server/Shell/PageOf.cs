using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Server.Shell;

/// <summary>
/// A page: a static component with one parameter, everything it shows. In the .razor file
/// <c>@inherits PageOf&lt;QueuePage, QueueView&gt;</c>, in the endpoint <c>return QueuePage.With(view);</c>.
/// </summary>
/// <typeparam name="TPage">The page itself.</typeparam>
/// <typeparam name="TView">What it shows: an immutable record, read before rendering begins.</typeparam>
public abstract class PageOf<TPage, TView> : ComponentBase
    where TPage : PageOf<TPage, TView>
{
    /// <summary>What the page shows.</summary>
    [Parameter, EditorRequired]
    public TView View { get; set; } = default!;

    /// <summary>The page as the answer of an endpoint.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "Called as QueuePage.With(view): the page names itself.")]
    public static RazorComponentResult<TPage> With(TView view, int statusCode = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?> { [nameof(View)] = view }) { StatusCode = statusCode };
}
