using System.Globalization;

namespace Governance.Server.Audit.Pages;

/// <summary>What the audit page is asked for; all of it is in the address.</summary>
/// <param name="Search">Start of a stream id, type or actor, or a whole position.</param>
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

    /// <summary>Reads q, type, actor, stream, from, to, asof and before; what cannot be read is left out.</summary>
    public static FactFilter Read(IQueryCollection query) => new(
        Text(query, "q"), Text(query, "type"), Text(query, "actor"), Text(query, "stream"),
        Time(Text(query, "from")), Time(Text(query, "to")), Text(query, "asof"), Number(Text(query, "before")));

    /// <summary>The position that <see cref="AsOf"/> is, if it is one.</summary>
    public long? AsOfPosition => Number(AsOf);

    /// <summary>The time that <see cref="AsOf"/> is, if it is one.</summary>
    public DateTimeOffset? AsOfTime => AsOfPosition is null ? Time(AsOf) : null;

    /// <summary>The position that <see cref="Search"/> is, if it is one.</summary>
    public long? SearchPosition => Number(Search);

    private static string? Text(IQueryCollection query, string name) =>
        query[name] is [{ } value, ..] && value.Trim() is { Length: > 0 } text ? text : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Without a zone a time is UTC: an auditor's clock is not the reader's.
    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
}
