using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Fleet;

/// <summary>
/// Changes that are not the model's: longer prompts, more or less traffic, a new scorer. None may become an incident.
/// </summary>
internal static class NotToBlame
{
    private const int Quiet = 5;
    private const int Looked = 3;

    internal static IReadOnlyList<Case> Run(int seeds) =>
    [
        Of("input-tokens", seeds, (signal, level) =>
            signal.Key.Signal is SignalKind.InputTokens ? level * 2 : level, 1),
        Of("traffic", seeds, (_, level) => level, 5),
        Of("scorer-upgrade", seeds, (signal, level) =>
            signal.Key.Signal is SignalKind.EvaluationScore ? level - 0.08 : level, 1, upgrades: true),
    ];

    private static Case Of(
        string kind, int seeds, Func<SimulatedSignal, double, double> act, double traffic, bool upgrades = false)
    {
        var blamed = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            for (var deployment = 2; deployment < SimulatedFleet.Deployments; deployment += ChangedWeek.EveryDeployment)
            {
                foreach (var signal in SimulatedSignal.All)
                {
                    var alarms = Blamed(signal, deployment, seed, level => act(signal, level), traffic, upgrades);
                    if (alarms > 0)
                        Console.WriteLine($"blamed by {kind}: {signal.Key.Signal} of {deployment}, seed {seed}");
                    blamed += alarms;
                }
            }
        }

        return new Case($"fleet blame: incidents by {kind}", blamed, 1, 0, "incidents", Better.Lower);
    }

    private static int Blamed(
        SimulatedSignal signal,
        int deployment,
        int seed,
        Func<double, double> act,
        double traffic,
        bool upgrades)
    {
        // Draws of its own for each signal, else one unlucky week counts for all that are distributed alike.
        var draws = new Draws((ulong)((seed * 104_729) + (deployment * 1_301) + (int)signal.Key.Signal
            + (signal.Key.Dimension?.Length * 37 ?? 0)));
        var watched = SimulatedFleet.Watch(signal.Key);
        var blamed = 0;
        for (var minute = 0; minute < (Quiet + Looked) * 1440; minute++)
        {
            var changed = minute >= Quiet * 1440;
            if (minute == Quiet * 1440 && upgrades && signal.Key.Signal is SignalKind.EvaluationScore)
                watched = SimulatedFleet.Watch(signal.Key with { Dimension = "its next version" });
            var window = SimulatedFleet.Window(minute);
            var requests = SimulatedFleet.RequestsIn(window, SimulatedFleet.RateOf(deployment));
            requests *= changed ? traffic : 1;
            var cell = signal.Draw(draws, window, requests, level => changed ? act(level) : level);
            if (cell.Sample.N == 0)
                continue;
            watched.Collect(cell, window);
            var isNote = WatchedSignals.SeverityOf(signal.Key.Signal) is Severity.Sev5;
            if (watched.JudgePast(SimulatedFleet.StreamBudget) is { Alarms: 1, Alarm: not null } && changed && !isNote)
                blamed++;
        }

        return blamed;
    }
}
