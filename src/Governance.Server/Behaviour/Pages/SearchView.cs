using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;

namespace Governance.Server.Behaviour.Pages;

/// <summary>What the search page shows.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="NotUnderstood">Tokens that cannot be read; nothing was searched then.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Cost">What was done to find them; null when nothing was searched.</param>
/// <param name="Older">Where the next page begins; null when there is nothing more.</param>
public sealed record SearchView(
    string Text,
    IReadOnlyList<string> NotUnderstood,
    IReadOnlyList<SearchRow> Rows,
    SearchCost? Cost,
    ObservationAddress? Older)
{
    /// <summary>Observations on one page.</summary>
    internal const int PageSize = 50;

    internal static SearchView NotAsked(string text, Question question) =>
        new(text, question.NotUnderstood, [], null, null);

    internal static SearchView Of(string text, IReadOnlyList<FoundObservation> found, SearchRun run)
    {
        var rows = found.Take(PageSize)
            .Select(one => new SearchRow(one.Address, one.Name, one.RecordedAt, one.Read())).ToList();
        var older = found.Count > PageSize ? rows[^1].Address : run.GoOnBelow;
        return new SearchView(text, [], rows, SearchCost.Of(run, isFull: found.Count > PageSize), older);
    }
}

/// <summary>One line of the search page.</summary>
/// <param name="Name">The deployment's name.</param>
public sealed record SearchRow(
    ObservationAddress Address, string Name, DateTimeOffset RecordedAt, Observation Seen);

/// <summary>What a search did.</summary>
/// <param name="Opened">Segments read through.</param>
/// <param name="Skipped">Segments that header or filter excluded.</param>
/// <param name="Retired">Segments that could hold something and are retired.</param>
/// <param name="Damaged">Segments that cannot be read.</param>
/// <param name="BackTo">When the oldest opened segment was recorded, if the search stopped there unfinished.</param>
public sealed record SearchCost(
    int Opened, long Skipped, int Retired, int Damaged, TimeSpan Took, DateTimeOffset? BackTo)
{
    internal static SearchCost Of(SearchRun run, bool isFull) => new(
        run.Opened,
        run.Skipped,
        run.Retired,
        run.Damaged,
        run.Took,
        !isFull && run.GoOnBelow is not null ? run.SearchedBackTo : null);
}
