using System.Globalization;
using Governance.Domain;

namespace Governance.Server.Incidents.Queue;

/// <summary>Everything the triage queue shows.</summary>
/// <param name="Filter">What was asked; all of it is in the address.</param>
/// <param name="Rows">The page's incidents.</param>
/// <param name="Counts">The numbers on the tabs.</param>
/// <param name="Watch">What is watched and what is not; only read when the queue is empty.</param>
/// <param name="Names">What colleagues call an actor.</param>
public sealed record QueueView(
    QueueFilter Filter, QueueRows Rows, ViewCounts Counts, WatchReport? Watch, Func<string?, string?> Names)
{
    internal bool IsNarrowed => Filter.Search.Length > 0 || Filter.Severity is not null;

    internal string Summary
    {
        get
        {
            var first = ((Filter.Page - 1) * QueueFilter.PageSize) + 1;
            var word = Rows.Total == 1 ? "incident" : "incidents";
            return Rows.Rows.Count == 0
                ? $"0 of {Number(Rows.Total)} {word}"
                : $"{Number(Rows.Total)} {word}, {Number(first)}–{Number(first + Rows.Rows.Count - 1)}";
        }
    }

    internal string? Previous => Filter.Page > 1 ? (Filter with { Page = Filter.Page - 1 }).Url : null;

    internal string? Next => Filter.Page * QueueFilter.PageSize < Rows.Total && Filter.Page < QueueFilter.PageMax
        ? (Filter with { Page = Filter.Page + 1 }).Url
        : null;

    internal static IEnumerable<Severity> Severities => Enum.GetValues<Severity>();

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
