using Governance.Domain;
using Governance.Server.Intake.Completeness;
using Governance.Server.Intake.Privacy.Drops;

namespace Governance.Server.Intake.Pages;

/// <summary>What the page of intake shows: the board, and beside it what is missing and what was dropped.</summary>
internal sealed class IntakeReader(
    IntakeBoard board, CompletenessReader completeness, DropTable drops, TimeProvider clock)
{
    /// <summary>The running hour and the two before it.</summary>
    private const int Hours = 3;

    /// <summary>Comparing walks through every statement of the hours: a page asks for it no more often.</summary>
    private static readonly TimeSpan s_comparedEvery = TimeSpan.FromSeconds(5);

    private volatile Compared? _compared;

    internal async Task<IntakeView> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var view = board.ReadAt(now);
        var said = CompletenessAt(now);
        var dropped = (await drops.CountAsync(ct)).ToLookup(drop => drop.Deployment.Value, StringComparer.Ordinal);
        return view with
        {
            Rows =
            [
                .. view.Rows.Select(row => row with
                {
                    Completeness = said.GetValueOrDefault(new DeploymentId(row.Deployment), row.Completeness),
                    Dropped = new SortedDictionary<string, long>(
                        dropped[row.Deployment].ToDictionary(drop => drop.Reason, drop => drop.Count),
                        StringComparer.Ordinal),
                }),
            ],
        };
    }

    private IReadOnlyDictionary<DeploymentId, string> CompletenessAt(DateTimeOffset now)
    {
        if (_compared is not { } known || now - known.At >= s_comparedEvery)
            _compared = known = new Compared(now, completeness.SentencesOf(Hours));
        return known.Sentences;
    }

    private sealed record Compared(DateTimeOffset At, IReadOnlyDictionary<DeploymentId, string> Sentences);
}
