using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Calibration;
using Governance.Server.Signals.Watching;

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
        watch.Unwatched)
    {
        ReadingsTooLate = watch.TooLate,
    };

    internal static DeploymentCalibration CalibrationOf(DeploymentWatch watch)
    {
        var versions = watch.Reliability.All.Select(one => new VersionCalibration(
            new ModelVersion(one.Version),
            one.Diagram.N,
            one.Diagram.ExpectedCalibrationError,
            one.Diagram.BrierScore,
            one.Diagram.Bins)).ToList();
        return new DeploymentCalibration(
            versions, versions.Count == 0 ? WatchedSignals.Of(SignalKind.Overconfidence).Needs : null);
    }

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
        var said = WatchedSignals.Of(stream.Key.Signal);
        var both = stream.Measure.Sides is Sides.Both;
        var (low, high) = stream.Measure.Kind is not MeasureKind.Quantile
            ? (both ? Bound(1 - yardstick.DownLimit) : null, Bound(yardstick.UpLimit))
            : (both ? yardstick.DownLine : (double?)null, yardstick.UpLine);
        return new ExpectedBand(
            new ModelVersion(reference.Key.Version),
            low is { } least ? said.Said(least) : null,
            high is { } most ? said.Said(most) : null,
            said.Said(yardstick.Reference.Value),
            yardstick.Reference.N)
        {
            Baseline = reference.Baseline,
            IsFrozen = reference.IsFrozen,
        };
    }

    private static double? Bound(double rate) => rate is <= 0 or >= 1 ? null : rate;

    internal static MeasuredSignal MeasuredOf(DeploymentWatch watch, SignalKind signal)
    {
        var one = WatchedSignals.Of(signal);
        var known = watch.Coverage.Known(signal);
        var of = Math.Max(known, watch.Coverage.Of(one.Among));
        return new MeasuredSignal(signal, known, of, known == 0 ? one.Needs : null, watch.IsWarm(signal));
    }
}
