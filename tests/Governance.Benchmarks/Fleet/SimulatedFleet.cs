using Governance.Detection;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Fleet;

/// <summary>The simulated fleet: how much traffic each deployment has, and when.</summary>
internal static class SimulatedFleet
{
    internal const int Deployments = 40;

    /// <summary>False incidents a week for the whole fleet, as shipped.</summary>
    internal const double Budget = 1;

    /// <summary>By how much of itself the traffic swings over the day.</summary>
    private const double TrafficSwing = 0.6;

    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static readonly WatchSettings Settings =
        new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly DetectorPolicy s_shipped = DetectorPolicy.Shipped(Settings);

    /// <summary>Budget of one stream: the fleet's, divided over deployments and their signals.</summary>
    internal static double StreamBudget { get; } = Budget / Deployments / Math.Max(16, SimulatedSignal.All.Count);

    /// <summary>A stream under the configuration that its detector is shipped with.</summary>
    internal static SignalStream Watch(StreamKey key) => new(key, Settings, s_shipped.Standing(key.Signal)!);

    /// <summary>Model calls a second, from 0.01 to 50 in equal ratios.</summary>
    internal static double RateOf(int deployment) =>
        0.01 * Math.Pow(50 / 0.01, deployment / (double)(Deployments - 1));

    /// <summary>−1 at six in the evening, 1 at six in the morning.</summary>
    internal static double Season(DateTimeOffset at) => Math.Sin(2 * Math.PI * at.TimeOfDay.TotalDays);

    internal static ClosedWindow Window(int minute) =>
        new(Start.AddMinutes(minute), Start.AddMinutes(minute + 1), false, []);

    /// <summary>Model calls to expect in a window.</summary>
    internal static double RequestsIn(ClosedWindow window, double perSecond) =>
        60 * perSecond * (1 + (TrafficSwing * Season(window.From)));
}
