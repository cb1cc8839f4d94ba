namespace Governance.Server.Incidents.Runbooks;

/// <summary>Every runbook with what is known of it.</summary>
public sealed record RunbooksView(IReadOnlyList<RunbookRow> Rows);

/// <summary>One runbook.</summary>
/// <param name="ReviewBy">When it is to be read anew; null when its file says nothing.</param>
/// <param name="IsDue">That day is over, or was never named.</param>
/// <param name="Use">Null: never used, and never drilled by being used.</param>
public sealed record RunbookRow(
    string Alarm, string Title, int Version, int Steps, DateOnly? ReviewBy, bool IsDue, RunbookUse? Use);

/// <summary>Reads the list from shelf and log.</summary>
internal sealed class RunbookReader(RunbookShelf shelf, RunbookUses uses, TimeProvider clock)
{
    public RunbooksView Read()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return new RunbooksView(
        [
            .. shelf.All.Select(one => new RunbookRow(
                one.Alarm, one.Title, one.Version, one.Steps.Count, one.ReviewBy, !(one.ReviewBy >= today),
                uses.Of(one.Alarm))),
        ]);
    }
}
