using System.Globalization;
using Governance.Domain;
using Governance.Server.Shell;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Server.Signals.Drift;

/// <summary>One side of a comparison: what a version did in a period.</summary>
/// <param name="Version">Whose behaviour; null: every version's.</param>
/// <param name="From">From when, by the time of the events.</param>
/// <param name="To">Until before when.</param>
public sealed record DriftSide(ModelVersion? Version, DateTimeOffset From, DateTimeOffset To)
{
    internal bool Holds(string? version, DateTimeOffset at) =>
        at >= From && at < To && (Version is not { } mine || mine.Value == version);

    /// <summary>Whether one observation could be on both sides.</summary>
    internal bool Overlaps(DriftSide other) => From < other.To && other.From < To
        && (Version is null || other.Version is null || Version == other.Version);
}

/// <summary>Which two sides of one deployment are compared; its address gives the same report at any time.</summary>
/// <param name="Deployment">By name.</param>
/// <param name="Left">What is compared with.</param>
/// <param name="Right">What is compared.</param>
/// <param name="UpTo">Position of the log up to which segments are read.</param>
public sealed record DriftQuestion(string Deployment, DriftSide Left, DriftSide Right, long UpTo)
{
    /// <summary>The same report again, also in another form, e.g. <c>.csv</c>.</summary>
    internal string UrlAs(string path) => QueryHelpers.AddQueryString(
        path,
        new Dictionary<string, string?>
        {
            ["deployment"] = Deployment,
            ["left"] = Left.Version?.Value,
            ["leftFrom"] = Moment.Iso(Left.From),
            ["leftTo"] = Moment.Iso(Left.To),
            ["right"] = Right.Version?.Value,
            ["rightFrom"] = Moment.Iso(Right.From),
            ["rightTo"] = Moment.Iso(Right.To),
            ["upTo"] = UpTo.ToString(CultureInfo.InvariantCulture),
        }.Where(pair => pair.Value is not null));
}

/// <summary>A question as it was put, before it is known whether it can be answered.</summary>
/// <param name="Deployment">By name; empty: nothing is asked yet.</param>
/// <param name="Left">A version, or empty.</param>
/// <param name="LeftFrom">A time, or empty.</param>
/// <param name="LeftTo">A time, or empty.</param>
/// <param name="Right">A version, or empty.</param>
/// <param name="RightFrom">A time, or empty.</param>
/// <param name="RightTo">A time, or empty.</param>
/// <param name="UpTo">A position, or empty.</param>
public sealed record DriftAsked(
    string Deployment,
    string Left,
    string LeftFrom,
    string LeftTo,
    string Right,
    string RightFrom,
    string RightTo,
    string UpTo)
{
    /// <summary>No model streamed before; earlier times are slips of the pen.</summary>
    private static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Longer periods are seldom one behaviour.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(92);

    /// <summary>What two versions are compared over unless told otherwise.</summary>
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>What two periods last unless told otherwise.</summary>
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>Whether two sides are named, so that there is something to compute.</summary>
    internal bool IsComplete => Deployment.Length > 0 && (Left != Right || LeftFrom.Length > 0 || RightFrom.Length > 0);

    internal static DriftAsked Parse(IQueryCollection query) => new(
        query["deployment"].ToString().Trim(),
        query["left"].ToString().Trim(),
        query["leftFrom"].ToString().Trim(),
        query["leftTo"].ToString().Trim(),
        query["right"].ToString().Trim(),
        query["rightFrom"].ToString().Trim(),
        query["rightTo"].ToString().Trim(),
        query["upTo"].ToString().Trim());

    /// <summary>
    /// The question, or why it cannot be answered. Without times two versions are compared over the same last week, and
    /// two periods are the last day and the one before.
    /// </summary>
    /// <param name="now">What open ends mean.</param>
    /// <param name="head">The last position of the log.</param>
    internal (DriftQuestion? Question, string? Problem) Read(DateTimeOffset now, long head)
    {
        var versions = Left != Right;
        var (rightFrom, rightTo) = (TimeIn(RightFrom), TimeIn(RightTo));
        var (leftFrom, leftTo) = (TimeIn(LeftFrom), TimeIn(LeftTo));
        if (Unreadable() is { } text)
            return (null, $"Not a time: {text}. Write 2026-11-21T08:00Z.");
        if (UpTo.Length > 0 && !long.TryParse(UpTo, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return (null, $"Not a position of the log: {UpTo}.");
        var end = rightTo ?? now;
        var start = rightFrom ?? end - (versions ? s_week : s_day);
        var right = new DriftSide(VersionIn(Right), start, end);
        var leftEnd = leftTo ?? (versions ? end : start);
        var left = new DriftSide(
            VersionIn(Left), leftFrom ?? (versions ? start : leftEnd - (end - start)), leftEnd);
        foreach (var side in (DriftSide[])[left, right])
        {
            if (side.From >= side.To || side.To - side.From > s_longest)
                return (null, $"A period begins before it ends and lasts at most {s_longest.TotalDays:0} days.");
        }

        if (left.Overlaps(right))
            return (null, "Both sides hold the same observations: name two versions, or two periods apart.");
        var upTo = long.TryParse(UpTo, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? Math.Min(position, head)
            : head;
        return (new DriftQuestion(Deployment, left, right, upTo), null);
    }

    private string? Unreadable() => new[] { LeftFrom, LeftTo, RightFrom, RightTo }
        .FirstOrDefault(text => text.Length > 0 && TimeIn(text) is null);

    private static ModelVersion? VersionIn(string text) => text.Length > 0 ? new ModelVersion(text) : null;

    private static DateTimeOffset? TimeIn(string text) => DateTimeOffset.TryParse(
        text,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time)
        && time >= s_earliest
        ? time
        : null;
}
