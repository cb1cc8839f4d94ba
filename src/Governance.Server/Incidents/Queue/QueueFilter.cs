using System.Globalization;
using Governance.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Server.Incidents.Queue;

/// <summary>The saved views of the queue.</summary>
public enum SavedView
{
    /// <summary>Everything unresolved.</summary>
    Action,

    /// <summary>Unresolved and acknowledged by whoever asks.</summary>
    Mine,

    /// <summary>Unresolved, and nobody is looking at it.</summary>
    Unassigned,

    /// <summary>Over, and still to be reviewed or closed.</summary>
    Ending,

    /// <summary>Everything that was ever declared.</summary>
    All,
}

/// <summary>The orders of the queue.</summary>
public enum QueueSort
{
    /// <summary>Severity, then unacknowledged first, then oldest first.</summary>
    Priority,

    /// <summary>Youngest declaration first.</summary>
    Newest,

    /// <summary>Oldest declaration first.</summary>
    Oldest,
}

/// <summary>
/// What the queue is asked. All of it is in the URL, so that a link shows the same incidents in the same order; what is
/// the default is left out of the URL.
/// </summary>
public sealed record QueueFilter
{
    internal const string Path = "/incidents";

    /// <summary>Rows of a page: what one can look through without losing the place.</summary>
    internal const int PageSize = 50;

    /// <summary>Further pages are for a search, not for paging.</summary>
    internal const int PageMax = 200;

    internal SavedView View { get; init; }

    internal string Search { get; init; } = "";

    internal Severity? Severity { get; init; }

    internal QueueSort Sort { get; init; }

    internal int Page { get; init; } = 1;

    /// <summary>The position that the queue is seen as of; null is now.</summary>
    internal long? AsOf { get; init; }

    internal SearchTokens Tokens => SearchTokens.Parse(Search);

    internal string Url => UrlOf(Path, withPage: true);

    /// <summary>The file of this filter, all pages.</summary>
    internal string ExportUrl(string extension) => UrlOf($"{Path}.{extension}", withPage: false);

    internal static QueueFilter Parse(IQueryCollection query) => new()
    {
        View = Word(query, "view", SavedView.Action),
        Search = query["q"].ToString().Trim(),
        Severity = SeverityWords.TryParse(query["severity"].ToString(), out var severity) ? severity : null,
        Sort = Word(query, "sort", QueueSort.Priority),
        Page = Math.Clamp((int)(Number(query, "page") ?? 1), 1, PageMax),
        AsOf = Number(query, "asOf"),
    };

    private string UrlOf(string path, bool withPage)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["view"] = View is SavedView.Action ? null : Lower(View),
            ["q"] = Search.Length == 0 ? null : Search,
            ["severity"] = Severity?.Word(),
            ["sort"] = Sort is QueueSort.Priority ? null : Lower(Sort),
            ["page"] = withPage && Page > 1 ? Text(Page) : null,
            ["asOf"] = AsOf is { } position ? Text(position) : null,
        };
        return QueryHelpers.AddQueryString(path, query.Where(pair => pair.Value is not null));
    }

    private static string Lower<TWord>(TWord word)
        where TWord : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static TWord Word<TWord>(IQueryCollection query, string key, TWord otherwise)
        where TWord : struct, Enum =>
        Enum.TryParse<TWord>(query[key].ToString(), ignoreCase: true, out var word) && Enum.IsDefined(word)
            ? word
            : otherwise;

    private static long? Number(IQueryCollection query, string key) =>
        long.TryParse(query[key].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
