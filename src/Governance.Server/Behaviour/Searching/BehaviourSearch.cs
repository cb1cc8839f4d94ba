using Governance.Domain;
using Governance.Server.Intake;

namespace Governance.Server.Behaviour.Searching;

/// <summary>Finds observations in the segments of all deployments, newest first.</summary>
internal sealed class BehaviourSearch(
    SegmentLooks looks, SegmentBodies bodies, InstallationKey key, SearchMetrics metrics, TimeProvider clock)
    : IDisposable
{
    /// <summary>Searches that read at one time; others wait, so that intake keeps its share of the node.</summary>
    private const int MaxAtOnce = 4;

    private readonly SemaphoreSlim _turns = new(MaxAtOnce);

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
        var found = new List<FoundObservation>(); // Bounded by the limit.
        var run = await VisitAsync(
            question,
            one =>
            {
                found.Add(one);
                return found.Count < limit;
            },
            ct,
            below);
        return (found, run);
    }

    /// <summary>
    /// Shows what is found, newest first, until the visitor has enough or the budget of a page is spent.
    /// </summary>
    public async Task<SearchRun> VisitAsync(
        Question question, Func<FoundObservation, bool> goOn, CancellationToken ct, ObservationAddress? below = null)
    {
        await _turns.WaitAsync(ct);
        try
        {
            var run = Begin(question, SearchBudget.Page, below);
            await foreach (var one in run.FindAsync(ct))
            {
                if (!goOn(one))
                    break;
            }

            return run;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
