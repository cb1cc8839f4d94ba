using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;
using static Governance.Server.Signals.Watching.Coverage;

namespace Governance.Server.Signals;

/// <summary>Reads a watch for people.</summary>
internal static class Readout
{
    internal static SignalSeries? SeriesOf(
        DeploymentWatch watch, StreamKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan window) =>
        watch.StreamOf(key) is { } stream ? SeriesOf(watch, stream, from, to, window) : null;

    internal static IReadOnlyList<WatchedStream> StreamsOf(
        DeploymentWatch watch, DateTimeOffset from, DateTimeOffset to, TimeSpan window) =>
    [
        .. watch.Streams.Select(stream => new WatchedStream(
            new ModelVersion(stream.Key.Version),
            stream.Key.Signal,
            stream.Key.Dimension,
            SeriesOf(watch, stream, from, to, window))),
    ];

    internal static WatchedDeployment WatchedOf(DeploymentId deployment, DeploymentWatch watch) => new(
        deployment,
        watch.Name,
        watch.Stable is { } stable ? new ModelVersion(stable) : null,
        [.. watch.Streams.Select(stream => stream.Key.Version).Distinct().Select(version => new ModelVersion(version))],
        [.. SignalKinds.Measured.Select(signal => MeasuredOf(watch, signal))],
        watch.Unwatched);

    private static SignalSeries SeriesOf(
        DeploymentWatch watch, SignalStream stream, DateTimeOffset from, DateTimeOffset to, TimeSpan window)
    {
        var points = stream.Series.Between(from, to)
            .Select(point => new SignalPoint(point.From, point.N, point.Value, point.Revision));
        return new SignalSeries([.. points], window, BandOf(watch, stream));
    }

    private static ExpectedBand? BandOf(DeploymentWatch watch, SignalStream stream)
    {
        if (stream.Key.Signal is SignalKind.UnseenTool)
        {
            return watch.Tools.IsWarm
                ? new ExpectedBand(new ModelVersion(stream.Key.Version), 0, 0, 0, watch.Tools.Calls)
                : null;
        }

        var reference = watch.Stable is { } stable && watch.StreamOf(stream.Key with { Version = stable }) is { } its
            ? its
            : stream;
        if (reference.Yardstick is not { } yardstick)
            return null;
        var both = stream.Measure.Sides is Sides.Both;
        var (low, high) = stream.Measure.Kind is not MeasureKind.Quantile
            ? (both ? Bound(1 - yardstick.DownLimit) : null, Bound(yardstick.UpLimit))
            : (both ? yardstick.DownLine : (double?)null, yardstick.UpLine);
        return new ExpectedBand(
            new ModelVersion(reference.Key.Version), low, high, yardstick.Reference.Value, yardstick.Reference.N);
    }

    private static double? Bound(double rate) => rate is <= 0 or >= 1 ? null : rate;

    private static MeasuredSignal MeasuredOf(DeploymentWatch watch, SignalKind signal)
    {
        var coverage = watch.Coverage;
        var (known, of, needs) = signal switch
        {
            SignalKind.Refusal => (Fact.Refusal, Fact.Inferences, "a finish reason, or governance.refusal"),
            SignalKind.Error => (Fact.Failed, Fact.Inferences, "spans of model calls with their status"),
            SignalKind.ToolError => (Fact.ToolCalls, Fact.ToolCalls, "spans of tool calls"),
            SignalKind.UnseenTool => (Fact.KnownTools, Fact.ToolCalls, "tool spans with the tool's name"),
            SignalKind.Latency => (Fact.Latency, Fact.Inferences, "spans of model calls with start and end"),
            SignalKind.InputTokens => (Fact.InputTokens, Fact.Inferences, "gen_ai.usage.input_tokens"),
            SignalKind.OutputTokens => (Fact.OutputTokens, Fact.Inferences, "gen_ai.usage.output_tokens"),
            SignalKind.EvaluationScore => (Fact.Evaluations, Fact.Evaluations, "gen_ai.evaluation.result events"),
            _ => throw new System.Diagnostics.UnreachableException($"Unknown signal {signal}."),
        };
        var warm = signal is SignalKind.UnseenTool
            ? watch.Tools.IsWarm
            : watch.Streams.Any(stream =>
                stream.Key.Signal == signal && stream.Key.Version == watch.Stable && stream.Yardstick is not null);
        return new MeasuredSignal(signal, coverage[known], coverage[of], coverage[known] == 0 ? needs : null, warm);
    }
}
