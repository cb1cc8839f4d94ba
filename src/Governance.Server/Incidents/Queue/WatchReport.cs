using Governance.Domain.Signals;
using Governance.Server.Fleet.Board;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Queue;

/// <summary>
/// What an empty queue is worth: how many deployments are watched, and what is not measured. Silence is only good news
/// where somebody listens.
/// </summary>
/// <param name="Deployments">Deployments whose behaviour is judged.</param>
/// <param name="Observations">What the whole fleet streamed in the last 30 days.</param>
/// <param name="Judged">Pairs of deployment and signal that are judged against a warm reference.</param>
/// <param name="Warming">Pairs that are measured and have no reference yet.</param>
/// <param name="Blind">What nobody measures, most widespread first.</param>
public sealed record WatchReport(
    int Deployments, long Observations, int Judged, int Warming, IReadOnlyList<BlindSpot> Blind)
{
    internal static async Task<WatchReport> ReadAsync(
        SignalReadings readings, WatchedFleet fleet, CancellationToken ct)
    {
        var watched = await readings.AllWatchedAsync(ct);
        var pairs = watched.SelectMany(deployment => deployment.Signals, (deployment, signal) => (deployment, signal))
            .ToList();
        return new WatchReport(
            watched.Count,
            fleet.Observations,
            pairs.Count(pair => pair.signal is { Needs: null, IsWarm: true }),
            pairs.Count(pair => pair.signal is { Needs: null, IsWarm: false }),
            [
                .. pairs.Where(pair => pair.signal.Needs is not null)
                    .GroupBy(pair => (pair.signal.Signal, pair.signal.Needs))
                    .Select(group => new BlindSpot(
                        group.Key.Signal, group.Key.Needs!, [.. group.Select(pair => pair.deployment.Name)]))
                    .OrderByDescending(spot => spot.Deployments.Count)
                    .ThenBy(spot => spot.Signal),
            ]);
    }
}

/// <summary>A signal that some deployments do not let anyone measure.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Needs">What their senders would have to add.</param>
/// <param name="Deployments">Whose.</param>
public sealed record BlindSpot(SignalKind Signal, string Needs, IReadOnlyList<string> Deployments);
