using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Calibration;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>One window of a chart.</summary>
/// <param name="From">Start of the window.</param>
/// <param name="N">Observations in it; a window without any is not a point.</param>
/// <param name="Value">Rate (0..1), quantile (milliseconds, tokens) or median score.</param>
/// <param name="Revision">More than 1 where late observations have come in.</param>
public sealed record SignalPoint(DateTimeOffset From, long N, double Value, int Revision);

/// <summary>What is expected of a stream, by its own past or by the stable version's.</summary>
/// <param name="By">The version whose past it is.</param>
/// <param name="Low">Lower edge; null where nothing bounds it.</param>
/// <param name="High">Upper edge; null where nothing bounds it.</param>
/// <param name="Value">The reference value.</param>
/// <param name="N">Observations behind it.</param>
public sealed record ExpectedBand(ModelVersion By, double? Low, double? High, double Value, long N)
{
    /// <summary>Number of the baseline that it comes from; 1 is the one that came by itself.</summary>
    public int Baseline { get; init; } = 1;

    /// <summary>Whether that baseline is frozen; else it rolls.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>
/// A stream's windows with what was expected. <paramref name="Band"/> is null while the reference warms up.
/// </summary>
/// <param name="Points">Oldest first. Bounded: some days of quiet, some hours of busy traffic.</param>
/// <param name="Window">Length of a window.</param>
/// <param name="Band">What was expected.</param>
public sealed record SignalSeries(IReadOnlyList<SignalPoint> Points, TimeSpan Window, ExpectedBand? Band);

/// <summary>One stream that is watched.</summary>
/// <param name="Version">Whose behaviour.</param>
/// <param name="Signal">What is watched of it.</param>
/// <param name="Dimension">Which one of several, else null; see <see cref="SignalSubject"/>.</param>
/// <param name="Series">Its windows, and what is expected of it.</param>
public sealed record WatchedStream(ModelVersion Version, SignalKind Signal, string? Dimension, SignalSeries Series);

/// <summary>Whether one signal of a deployment can be judged at all.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Known">Observations that said what is needed.</param>
/// <param name="Of">Observations that could have said it; 0 = nothing of the kind was seen.</param>
/// <param name="Needs">What the sender would have to add; null when something was measured.</param>
/// <param name="IsWarm">Whether there is a reference to compare with yet.</param>
public sealed record MeasuredSignal(SignalKind Signal, long Known, long Of, string? Needs, bool IsWarm);

/// <summary>What is watched of one deployment, and what is not measured.</summary>
/// <param name="Deployment">Which.</param>
/// <param name="Name">As its senders say it.</param>
/// <param name="Stable">The version others are compared with.</param>
/// <param name="Versions">Every version seen.</param>
/// <param name="Signals">Each signal, measured or not.</param>
/// <param name="StreamsUnwatched">Readings beyond the number of streams that are watched.</param>
public sealed record WatchedDeployment(
    DeploymentId Deployment,
    string Name,
    ModelVersion? Stable,
    IReadOnlyList<ModelVersion> Versions,
    IReadOnlyList<MeasuredSignal> Signals,
    long StreamsUnwatched)
{
    /// <summary>Readings later than a day behind their deployment's newest: stored, and judged by nothing.</summary>
    public long ReadingsTooLate { get; init; }
}

/// <summary>What pages ask of the detectors: charts with the expected band, and what was not measured.</summary>
public sealed class SignalReadings
{
    private readonly WatchBook _book;
    private readonly WatchSettings _settings;

    internal SignalReadings(WatchBook book, WatchSettings settings) => (_book, _settings) = (book, settings);

    /// <summary>
    /// The windows of a stream between two event times; null where nothing is known of it. For an unseen tool the
    /// values are the share of tool calls that went to tools outside the reference.
    /// </summary>
    public Task<SignalSeries?> SeriesOfAsync(
        DeploymentId deployment,
        ModelVersion version,
        SignalKind signal,
        string? dimension,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct) =>
        _book.LookAsync(
            deployment.Value,
            watch => Readout.SeriesOf(
                watch, new StreamKey(version.Value, signal, dimension), from, to, _settings.Window)!,
            ct);

    /// <summary>
    /// Every stream of a deployment, in a fixed order, with its windows between two event times. Bounded by the number
    /// of streams that are watched.
    /// </summary>
    public async Task<IReadOnlyList<WatchedStream>> StreamsOfAsync(
        DeploymentId deployment, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await _book.LookAsync(
            deployment.Value, watch => Readout.StreamsOf(watch, from, to, _settings.Window), ct) ?? [];

    /// <summary>What is watched of a deployment; null where nothing is known of it.</summary>
    public Task<WatchedDeployment?> WatchedAsync(DeploymentId deployment, CancellationToken ct) =>
        _book.LookAsync(deployment.Value, watch => Readout.WatchedOf(deployment, watch), ct);

    /// <summary>How sure each version said it was, and how often it was right; null: nothing is known of it.</summary>
    public Task<DeploymentCalibration?> CalibrationOfAsync(DeploymentId deployment, CancellationToken ct) =>
        _book.LookAsync(deployment.Value, Readout.CalibrationOf, ct)!;

    /// <summary>What is watched of every deployment, by name.</summary>
    public async Task<IReadOnlyList<WatchedDeployment>> AllWatchedAsync(CancellationToken ct)
    {
        var all = new List<WatchedDeployment>();
        foreach (var deployment in await _book.ListAsync(ct))
        {
            if (await WatchedAsync(new DeploymentId(deployment), ct) is { } watched)
                all.Add(watched);
        }

        return [.. all.OrderBy(watched => watched.Name, StringComparer.Ordinal)];
    }
}
