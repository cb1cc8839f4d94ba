using System.Globalization;

namespace Governance.Server.Audit.Pages;

/// <summary>What the audit page is asked for; all of it is in the address.</summary>
/// <param name="Search">Start of a stream id or actor, part of a type, or a whole position.</param>
/// <param name="Type">Exactly this event type.</param>
/// <param name="Actor">Exactly this actor.</param>
/// <param name="Stream">Exactly this stream.</param>
/// <param name="From">Recorded at or after.</param>
/// <param name="To">Recorded at or before.</param>
/// <param name="AsOf">As the reader wrote it: a position, or a time.</param>
/// <param name="Before">Only positions below: the next page.</param>
public sealed record FactFilter(
    string? Search, string? Type, string? Actor, string? Stream, DateTimeOffset? From, DateTimeOffset? To,
    string? AsOf, long? Before)
{
    /// <summary>Facts on one page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads q, type, actor, stream, from, to, asof and before.</summary>
    public static FactFilter Read(IQueryCollection query) => new(
        Text(query, "q"), Text(query, "type"), Text(query, "actor"), Text(query, "stream"),
        Time(Text(query, "from")), Time(Text(query, "to")), Text(query, "asof"), Number(Text(query, "before")))
    {
        Unreadable = [.. Unread(query)],
    };

    /// <summary>Names of what was asked and cannot be read: nothing is found by half a question.</summary>
    public IReadOnlyList<string> Unreadable { get; private init; } = [];

    /// <summary>The position that <see cref="AsOf"/> is, if it is one.</summary>
    public long? AsOfPosition => Number(AsOf);

    /// <summary>The time that <see cref="AsOf"/> is, if it is one.</summary>
    public DateTimeOffset? AsOfTime => AsOfPosition is null ? Time(AsOf) : null;

    /// <summary>The position that <see cref="Search"/> is, if it is one.</summary>
    public long? SearchPosition => Number(Search);

    private static IEnumerable<string> Unread(IQueryCollection query)
    {
        // No stored text has a NUL, and the database refuses to be asked for one.
        var unread = query.Where(q => q.Value.ToString().Contains('\0', StringComparison.Ordinal)).Select(q => q.Key);
        unread = unread.Concat(new[] { "from", "to" }.Where(n => Text(query, n) is { } t && Time(t) is null));
        if (Text(query, "asof") is { } asOf && Number(asOf) is null && Time(asOf) is null)
            unread = unread.Append("asof");
        if (Text(query, "before") is { } before && Number(before) is null)
            unread = unread.Append("before");
        return unread.Distinct();
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name] is [{ } value, ..] && value.Trim() is { Length: > 0 } text
            && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Without a zone a time is UTC: an auditor's clock is not the reader's.
    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
}
