using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Fleet;

/// <summary>How the values of a signal are distributed while nothing changes.</summary>
internal enum Law
{
    /// <summary>Zeros and ones.</summary>
    Rate,

    /// <summary>Log-normal around a median.</summary>
    LogNormal,

    /// <summary>Normal, cut to 0..1.</summary>
    Score,
}

/// <summary>
/// One of the twelve signals of every simulated deployment, with the driver's healthy behaviour.
/// </summary>
/// <param name="Key">The stream that the pipeline watches.</param>
/// <param name="Law">Of its values.</param>
/// <param name="Level">Rate, median or mean.</param>
/// <param name="Spread">Sigma of the logarithm, or standard deviation.</param>
/// <param name="PerRequest">Observations of it for each model call.</param>
/// <param name="Swing">By how much of itself the level swings over the day.</param>
internal sealed record SimulatedSignal(
    StreamKey Key, Law Law, double Level, double Spread, double PerRequest, double Swing)
{
    private const int KeptValues = 256;

    internal static IReadOnlyList<SimulatedSignal> All { get; } =
    [
        Rate(SignalKind.Refusal, 0.02, 1, 0.15),
        Rate(SignalKind.Error, 0.004, 1, 0.15),
        Rate(SignalKind.ToolError, 0.03, 0.5, 0.15),
        Rate(SignalKind.Truncation, 0.03, 1, 0.15),
        Rate(SignalKind.ToolUse, 0.35, 1, 0.1),
        Rate(SignalKind.OutputBlock, 0.005, 1, 0.15),
        Rate(SignalKind.BadRating, 0.12, 0.04, 0.1),
        new(Of(SignalKind.Latency, null), Law.LogNormal, 900, 0.45, 1, 0.1),
        new(Of(SignalKind.InputTokens, null), Law.LogNormal, 650, 0.5, 1, 0.05),
        new(Of(SignalKind.OutputTokens, null), Law.LogNormal, 210, 0.5, 1, 0.05),
        new(Of(SignalKind.EvaluationScore, "relevance by judge@1"), Law.Score, 0.82, 0.1, 0.17, 0.01),
        new(Of(SignalKind.EvaluationScore, "groundedness by judge@1"), Law.Score, 0.88, 0.08, 0.17, 0.01),
    ];

    /// <summary>Those that only governance signals show; they are simulated where a change needs them.</summary>
    internal static IReadOnlyList<SimulatedSignal> Governance { get; } =
    [
        Rate(SignalKind.Sycophancy, 0.064, 0.1, 0),
        Rate(SignalKind.QuickApproval, 0.0001, 0.08, 0),
        new(Of(SignalKind.EvaluationScore, "toxicity by judge@1"), Law.Score, 0.03, 0.04, 0.17, 0.01),
        new(Of(SignalKind.Hedging, "hedging by lexicon@3"), Law.Score, 0.12, 0.05, 0.2, 0),
        // (1 + stated - correct) / 2 with right answers at the stated rate: half of a 0/1 residue
        new(Of(SignalKind.Overconfidence, null), Law.Score, 0.5, 0.2, 0.2, 0),
        new(Of(SignalKind.ProxyGap, null), Law.Score, 0.46, 0.07, 0.08, 0),
    ];

    internal static SimulatedSignal Find(SignalKind kind, string? name) => All.Concat(Governance).First(
        one => one.Key.Signal == kind
            && (name is null || one.Key.Dimension!.StartsWith(name, StringComparison.Ordinal)));

    /// <summary>One window of it.</summary>
    internal Cell Draw(Draws draws, ClosedWindow window, double requests, Func<double, double> change)
    {
        var cell = new Cell(WatchedSignals.MeasureOf(Key));
        var n = draws.Poisson(requests * PerRequest);
        var level = change(Level * (1 + (Swing * SimulatedFleet.Season(window.From))));
        if (Law is Law.Rate)
        {
            cell.Sample.AddRate(n, draws.Binomial(n, Math.Clamp(level, 0, 1)), window.From, window.To);
            return cell;
        }

        // Of a busy window no more values are drawn than the pipeline would keep.
        Span<float> values = stackalloc float[Math.Min(n, KeptValues)];
        foreach (ref var value in values)
        {
            value = Law is Law.Score
                ? (float)Math.Clamp(level + (Spread * draws.Normal()), 0, 1)
                : (float)(level * Math.Exp(Spread * draws.Normal()));
        }

        cell.Sample.Add(values, window.From, window.To);
        return cell;
    }

    private static SimulatedSignal Rate(SignalKind kind, double level, double perRequest, double swing) =>
        new(Of(kind, null), Law.Rate, level, 0, perRequest, swing);

    private static StreamKey Of(SignalKind kind, string? dimension) => new("v1", kind, dimension);
}
