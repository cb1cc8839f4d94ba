using Governance.Domain.Signals;

namespace Governance.Benchmarks.Fleet;

/// <summary>A change of the driver as it acts on the stream that shows it, at three sizes.</summary>
/// <param name="Kind">The driver's name.</param>
/// <param name="Signal">The stream.</param>
/// <param name="Sizes">Small, middle, large; said as the driver does.</param>
/// <param name="Act">The level under a size.</param>
internal sealed record FleetChange(
    string Kind, SimulatedSignal Signal, IReadOnlyList<double> Sizes, Func<double, double, double> Act)
{
    internal static IReadOnlyList<FleetChange> All { get; } =
    [
        Times("refusal-rate", SignalKind.Refusal, 2, 3, 5),
        Times("filter-block", SignalKind.OutputBlock, 3, 5, 10),
        Plus("toxicity", SignalKind.EvaluationScore, "toxicity", 0.05, 0.1, 0.2),
        Times("latency", SignalKind.Latency, 1.5, 2, 3),
        Times("output-tokens", SignalKind.OutputTokens, 1.4, 2, 3),
        Times("truncation", SignalKind.Truncation, 2, 3, 5),
        Times("tool-error", SignalKind.ToolError, 2, 3, 5),
        Times("tool-use", SignalKind.ToolUse, 0.5, 1.5, 2),
        Times("api-error", SignalKind.Error, 3, 5, 10),
        Plus("relevance", SignalKind.EvaluationScore, "relevance", -0.06, -0.12, -0.25),
        Plus("groundedness", SignalKind.EvaluationScore, "groundedness", -0.06, -0.12, -0.25),
        Times("thumbs-down", SignalKind.BadRating, 2, 3, 5),
        Plus("sycophancy", SignalKind.Sycophancy, null, 0.06, 0.12, 0.25),
        // Gaps are streams of (1 + gap) / 2; gold falls by a third of what reward rises.
        Plus("miscalibration", SignalKind.Overconfidence, null, 0.08, 0.15, 0.3) with { Act = (x, by) => x + (by / 2) },
        Plus("reward-divergence", SignalKind.ProxyGap, null, 0.08, 0.15, 0.3) with
        {
            Act = (x, by) => x + (by * 4 / 3 / 2),
        },
        Times("hedging", SignalKind.Hedging, 1.4, 2, 3),
        Plus("rubber-stamp", SignalKind.QuickApproval, null, 0.1, 0.5, 0.95),
    ];

    private static FleetChange Times(string kind, SignalKind signal, params double[] sizes) =>
        new(kind, SimulatedSignal.Find(signal, null), sizes, (level, by) => level * by);

    private static FleetChange Plus(string kind, SignalKind signal, string? name, params double[] sizes) =>
        new(kind, SimulatedSignal.Find(signal, name), sizes, (level, by) => level + by);
}
