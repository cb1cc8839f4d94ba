using Governance.Domain;
using Governance.Server.Intake;

namespace Governance.Server.Behaviour.Searching;

/// <summary>Finds observations in the segments of all deployments, newest first.</summary>
internal sealed class BehaviourSearch(
    SegmentLooks looks, SegmentBodies bodies, InstallationKey key, SearchMetrics metrics, TimeProvider clock)
{
    /// <summary>A search that begins strictly below an address, or with the newest.</summary>
    public SearchRun Begin(Question question, SearchBudget budget, ObservationAddress? below = null) => new(
        question,
        question.Deployment is { } name ? key.DeploymentOf(name).Value : null,
        below ?? new ObservationAddress(long.MaxValue, 0),
        budget,
        looks,
        bodies,
        metrics,
        clock);

    /// <summary>The first that are found, at most so many, and the run that found them.</summary>
    public async Task<(IReadOnlyList<FoundObservation> Found, SearchRun Run)> TakeAsync(
        Question question, int limit, CancellationToken ct, ObservationAddress? below = null)
    {
        var run = Begin(question, SearchBudget.Page, below);
        var found = new List<FoundObservation>(); // Bounded by the limit.
        await foreach (var one in run.FindAsync(ct))
        {
            found.Add(one);
            if (found.Count == limit)
                break;
        }

        return (found, run);
    }
}
