using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Fleet;

/// <summary>One stream that is quiet for days and then changes: who finds it, after how many observations.</summary>
internal static class ChangedWeek
{
    /// <summary>Days before the change.</summary>
    private const int Quiet = 9;

    /// <summary>Days in which it may be found.</summary>
    private const int Looked = 7;

    /// <summary>Every fifth of the fleet's traffic levels.</summary>
    internal const int EveryDeployment = 5;

    /// <summary>Observations to detection by detector's name, null where it was not found; ours is first.</summary>
    internal static IReadOnlyList<(string Name, long? Observations)> Run(
        FleetChange change, double size, int deployment, int seed, IReadOnlyDictionary<string, int> settings)
    {
        var draws = new Draws((ulong)((seed * 7_919) + (deployment * 31) + change.Kind.Length));
        var watched = SimulatedFleet.Watch(change.Signal.Key);
        var feed = new OpponentFeed();
        var rivals = Opponents.All.Select(one => one.Settings[settings[one.Name]]()).ToList();
        var found = new long?[1 + rivals.Count];
        long since = 0;
        for (var minute = 0; minute < (Quiet + Looked) * 1440 && found.Contains(null); minute++)
        {
            var changed = minute >= Quiet * 1440;
            var window = SimulatedFleet.Window(minute);
            var requests = SimulatedFleet.RequestsIn(window, SimulatedFleet.RateOf(deployment));
            var cell = change.Signal.Draw(
                draws, window, requests, level => changed ? change.Act(level, size) : level);
            if (cell.Sample.N == 0)
                continue;
            since += changed ? cell.Sample.N : 0;
            watched.Collect(cell, window);
            if (watched.JudgePast(SimulatedFleet.StreamBudget)?.Alarm is not null && changed)
                found[0] ??= since;
            if (feed.Add(cell.Sample) is not { } value)
                continue;
            for (var i = 0; i < rivals.Count; i++)
            {
                if (rivals[i].Observe(value) && changed)
                    found[i + 1] ??= since;
            }
        }

        return [("ours", found[0]), .. Opponents.All.Select((one, i) => (one.Name, found[i + 1]))];
    }
}
