using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Judging;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Detectors;

/// <summary>
/// Reads the health of detectors, for pages, files and programs alike: from the watches that judge, and from what
/// people said of the episodes.
/// </summary>
internal sealed class HealthReader(
    WatchBook watches, EpisodeBoard episodes, PolicyBook policies, WatchSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>Every detector, in the order of the enumeration.</summary>
    internal async Task<IReadOnlyList<DetectorHealth>> ListAsync(CancellationToken ct)
    {
        var signals = Enum.GetValues<SignalKind>();
        var deployments = signals.ToDictionary(signal => signal, _ => new List<DetectorDeployment>());
        foreach (var id in await watches.ListAsync(ct))
        {
            var looked = await watches.LookAsync<IReadOnlyList<DetectorDeployment>>(
                id,
                watch =>
                {
                    var streams = StreamsOf(watch);
                    return [.. signals.Select(signal => Of(new DeploymentId(id), watch, signal, streams))];
                },
                ct);
            foreach (var (signal, one) in signals.Zip(looked ?? []))
                deployments[signal].Add(one);
        }

        var known = episodes.BySignal();
        return [.. signals.Select(signal => Of(signal, deployments[signal], [.. known[signal]]))];
    }

    /// <summary>One detector.</summary>
    internal async Task<DetectorHealth> ReadAsync(SignalKind signal, CancellationToken ct)
    {
        var deployments = new List<DetectorDeployment>();
        foreach (var id in await watches.ListAsync(ct))
        {
            if (await watches.LookAsync(
                    id, watch => Of(new DeploymentId(id), watch, signal, StreamsOf(watch)), ct) is { } one)
            {
                deployments.Add(one);
            }
        }

        return Of(signal, deployments, EpisodesOf(signal));
    }

    /// <summary>Its episodes, newest first.</summary>
    internal IReadOnlyList<EpisodeSeen> EpisodesOf(SignalKind signal) => [.. episodes.BySignal()[signal]];

    private DetectorHealth Of(
        SignalKind signal, List<DetectorDeployment> deployments, IReadOnlyList<EpisodeSeen> seen)
    {
        var since = clock.GetUtcNow() - s_week;
        var registered = policies.Now.StateOf(signal);
        var week = seen.Where(one => one.RaisedAt >= since && !one.IsMonitored).ToList();
        return new DetectorHealth(
            signal,
            SignalWords.Of(signal),
            SignalText.NameOf(signal),
            DetectorText.Watches(signal),
            DetectorText.LabelOf(signal),
            DetectorText.ConditionOf(signal),
            DetectorText.Needs(signal),
            DetectorText.CannotSee(signal),
            Domain.Incidents.Alarm.Of(signal),
            registered.Mode,
            registered.Standing.Version,
            registered.Trial?.Version,
            registered.Mode is DetectorMode.Off ? DetectorVoice.Off : VoiceOf(deployments, seen),
            [.. deployments.OrderBy(one => one.Name, StringComparer.Ordinal)],
            PrecisionOf(signal, seen),
            week.Count,
            week.Count(one => one.IsJudged(Disposition.False)),
            week.Count(one => one.Judgement is null),
            seen.Count > 0 ? seen[0].RaisedAt : null);
    }

    private static DetectorVoice VoiceOf(List<DetectorDeployment> deployments, IReadOnlyList<EpisodeSeen> seen) =>
        seen.Any(one => one.EndedAt is null) ? DetectorVoice.Open
        : seen.Count > 0 ? DetectorVoice.Fired
        : deployments.All(one => one.Readiness is DeploymentReadiness.NotMeasurable) ? DetectorVoice.NoInput
        : deployments.Any(one => one.Readiness is DeploymentReadiness.Watching) ? DetectorVoice.NeverFired
        : DetectorVoice.WarmingUp;

    private static IReadOnlyList<DetectorPrecision> PrecisionOf(SignalKind signal, IReadOnlyList<EpisodeSeen> seen) =>
    [
        .. seen.GroupBy(one => (one.Subject.Detector, one.DetectorVersion, one.ConfigVersion))
            .OrderBy(group => group.Key)
            .Select(group => DetectorPrecision.Of(
                group.Key.Detector, group.Key.DetectorVersion, group.Key.ConfigVersion, signal, [.. group])),
    ];

    private static ILookup<SignalKind, SignalStream> StreamsOf(DeploymentWatch watch) =>
        watch.Streams.ToLookup(stream => stream.Key.Signal);

    private DetectorDeployment Of(
        DeploymentId id, DeploymentWatch watch, SignalKind signal, ILookup<SignalKind, SignalStream> all)
    {
        if (policies.Now.StateOf(signal).Mode is DetectorMode.Off)
            return new DetectorDeployment(id, watch.Name, DeploymentReadiness.Off, 0, 0, 0, 0, 0, 0);
        if (signal.IsFoundByRule())
            return new DetectorDeployment(id, watch.Name, DeploymentReadiness.Watching, 0, 0, 0, 0, 1, 0);
        var measured = Readout.MeasuredOf(watch, signal);
        var streams = all[signal].ToList();
        var required = signal is SignalKind.UnseenTool
            ? UnseenCategory.SmallestReference
            : policies.Now.StateOf(signal).Standing.Configuration?.MinimumReference
                ?? settings.Watch.MinimumReference;
        var gathered = signal is SignalKind.UnseenTool
            ? watch.Tools.Calls
            : streams.Select(stream => stream.Known).DefaultIfEmpty().Max();
        return new DetectorDeployment(
            id,
            watch.Name,
            measured.Needs is not null ? DeploymentReadiness.NotMeasurable
                : measured.IsWarm ? DeploymentReadiness.Watching
                : DeploymentReadiness.WarmingUp,
            measured.Known,
            measured.Of,
            measured.IsWarm ? required : Math.Min(gathered, required),
            required,
            streams.Count,
            streams.Count * watch.BudgetOfStream);
    }
}
