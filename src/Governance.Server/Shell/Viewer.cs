using System.Security.Claims;
using Governance.Domain.Access;
using Governance.Server.Access;

namespace Governance.Server.Shell;

/// <summary>
/// Who looks at a page, when, and how they like it: read once per request, from session and cookies.
/// </summary>
public sealed class Viewer(IHttpContextAccessor accessor, TimeProvider clock)
{
    private readonly HttpContext _http = accessor.HttpContext
        ?? throw new InvalidOperationException("A page is rendered outside a request.");

    /// <summary>The moment of rendering: everything relative on one page is relative to this.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the system.</summary>
    public string? Theme => Preference("theme", "light", "dark");

    /// <summary><c>compact</c>, or null for comfortable rows.</summary>
    public string? Density => Preference("density", "compact");

    /// <summary><c>utc</c> or <c>local</c>; auditors read UTC unless they chose otherwise.</summary>
    public string Zone =>
        Preference("zone", "utc", "local") ?? (Person.Roles().Contains(Role.Auditor) ? "utc" : "local");

    /// <summary>False when the person switched single-key shortcuts off (WCAG 2.1.4).</summary>
    public bool Shortcuts => Preference("shortcuts", "off") is null;

    /// <summary>Cancelled when the reader has gone away.</summary>
    public CancellationToken Gone => _http.RequestAborted;

    /// <summary>The session or key behind the request.</summary>
    public ClaimsPrincipal Person => _http.User;

    /// <summary>Shown in the navigation's foot; null when signed out.</summary>
    public string? Name => Person.Identity?.Name;

    /// <summary>
    /// True when the person's roles hold <paramref name="permission"/>: shows or explains an action.
    /// </summary>
    public bool May(Permission permission) => Person.May(permission);

    /// <summary>
    /// Why an action is off for this person, as its tooltip and hint; null when it is not.
    /// </summary>
    public string? WhyNot(Permission permission) => May(permission)
        ? null
        : $"Only a {string.Join(" or ", RolePermissions.Holding(permission).Select(role => role.Word()))} may do this.";

    /// <summary>The page's own address, path and query.</summary>
    public string Address => _http.Request.Path + _http.Request.QueryString;

    /// <summary>
    /// Where to go after a failure: the page that failed, or the page whose form did, as the browser says it. An act
    /// has no page of its own.
    /// </summary>
    public string WayBack
    {
        get
        {
            if (HttpMethods.IsGet(_http.Request.Method))
                return Address;
            var from = _http.Request.GetTypedHeaders().Referer;
            return from is { IsAbsoluteUri: true } && from.Authority == _http.Request.Host.Value
                ? from.PathAndQuery
                : "/incidents";
        }
    }

    /// <summary>One value of the page's query, or null.</summary>
    public string? Query(string name) => _http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The page's address with some query values replaced; null removes one.</summary>
    public string AddressWith(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = _http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        foreach (var (name, value) in changes)
        {
            if (string.IsNullOrEmpty(value))
                query.Remove(name);
            else
                query[name] = value;
        }
        return _http.Request.Path + QueryString.Create(query!);
    }

    private string? Preference(string cookie, params ReadOnlySpan<string> known)
    {
        var value = _http.Request.Cookies[cookie];
        return value is not null && known.Contains(value) ? value : null;
    }
}
