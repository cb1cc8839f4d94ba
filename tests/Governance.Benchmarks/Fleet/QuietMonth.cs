using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Fleet;

/// <summary>The whole fleet without any change: whatever alarms is false.</summary>
internal static class QuietMonth
{
    /// <summary>Opponents are calibrated on every fourth deployment: they cost more than the product.</summary>
    internal const int OpponentsEvery = 4;

    /// <summary>False episodes by signal, and of the opponents by name and setting.</summary>
    internal sealed record Result(
        IReadOnlyList<(string Stream, DateTimeOffset At, string Detector)> False,
        long Windows,
        IReadOnlyDictionary<string, int[]> Opponents);

    internal static Result Run(int days, int seed, bool withOpponents)
    {
        var found = new List<(string, DateTimeOffset, string)>();
        var against = Opponents.All.ToDictionary(one => one.Name, one => new int[one.Settings.Count]);
        long windows = 0;
        Parallel.For(0, SimulatedFleet.Deployments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, deployment =>
        {
            for (var i = 0; i < SimulatedSignal.All.Count; i++)
            {
                var signal = SimulatedSignal.All[i];
                var draws = new Draws((ulong)((seed * 100_000) + (deployment * 100) + i));
                var watched = SimulatedFleet.Watch(signal.Key);
                var rivals = withOpponents && deployment % OpponentsEvery == 0 ? new Rivals() : null;
                for (var minute = 0; minute < days * 1440; minute++)
                {
                    var window = SimulatedFleet.Window(minute);
                    var requests = SimulatedFleet.RequestsIn(window, SimulatedFleet.RateOf(deployment));
                    var cell = signal.Draw(draws, window, requests, level => level);
                    if (cell.Sample.N == 0)
                        continue;
                    watched.Collect(cell, window);
                    if (watched.JudgePast(SimulatedFleet.StreamBudget) is { Alarms: 1, Alarm: { } alarm })
                    {
                        lock (found)
                            found.Add(($"{signal.Key.Signal} of {deployment}", window.To, alarm.Finding.Detector));
                    }

                    rivals?.Add(cell, against);
                }

                Interlocked.Add(ref windows, days * 1440);
            }
        });
        return new Result(found, windows, against);
    }

    /// <summary>Every opponent at every setting over one stream.</summary>
    private sealed class Rivals
    {
        private readonly OpponentFeed _feed = new();
        private readonly List<(string Name, int Setting, IOpponent Opponent)> _all =
        [
            .. Opponents.All.SelectMany(one => one.Settings.Select((make, i) => (one.Name, i, make()))),
        ];

        internal void Add(Cell cell, Dictionary<string, int[]> counts)
        {
            if (_feed.Add(cell.Sample) is not { } value)
                return;
            foreach (var (name, setting, opponent) in _all)
            {
                if (opponent.Observe(value))
                    Interlocked.Increment(ref counts[name][setting]);
            }
        }
    }
}
