using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.EventSourcing;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Registry;

/// <summary>Changes the registry of detectors: the one way in for pages and programs.</summary>
internal sealed class DetectorDesk(
    PolicyBook policies,
    WatchBook watches,
    Transactor transactor,
    EventStore store,
    RunbookShelf runbooks,
    WatchSettings watching,
    RegistrySettings settings)
{
    /// <summary>Longest name of a version that senders are taken to mean.</summary>
    private const int VersionMax = 256;

    /// <summary>Has a configuration judged on trial.</summary>
    internal Task<Outcome<DetectorState>> ConfigureAsync(
        SignalKind signal, DetectorConfiguration configuration, Actor by, string reason, CancellationToken ct) =>
        DecideAsync(
            signal,
            new ConfigureDetector(
                configuration, DetectorSetting.DigestOf(signal, configuration, watching), by, reason).Decide,
            by,
            ct);

    /// <summary>Gives up what is on trial.</summary>
    internal Task<Outcome<DetectorState>> WithdrawAsync(
        SignalKind signal, Actor by, string reason, CancellationToken ct) =>
        DecideAsync(signal, new WithdrawTrial(by, reason).Decide, by, ct);

    /// <summary>Switches a detector off, has it watched, or makes a configuration active.</summary>
    /// <param name="signal">Which detector.</param>
    /// <param name="mode">What is wished.</param>
    /// <param name="version">Of which configuration; null: of the one that stands.</param>
    internal Task<Outcome<DetectorState>> SetModeAsync(
        SignalKind signal, DetectorMode mode, int? version, Actor by, string reason, CancellationToken ct) =>
        DecideAsync(
            signal,
            (detector, now) => new SetDetectorMode(mode, version, ReadinessOf(signal, detector), by, reason)
                .Decide(detector, now),
            by,
            ct);

    /// <summary>Makes a stretch of the log the baseline of a version.</summary>
    internal async Task<Outcome<DetectorState>> FreezeAsync(
        SignalKind signal, BaselineOf of, PositionRange range, Actor by, string reason, CancellationToken ct)
    {
        if (!await IsWatchedAsync(of, ct))
            return new Outcome<DetectorState>.Refused(new BaselineOfNobody());
        var head = await store.HeadAsync(ct);
        return await DecideAsync(signal, new FreezeBaseline(of, range, head.Position, by, reason).Decide, by, ct);
    }

    /// <summary>Forgets a baseline and has another one gathered.</summary>
    /// <param name="number">The baseline that ends; null: the present one.</param>
    internal async Task<Outcome<DetectorState>> RenewAsync(
        SignalKind signal, BaselineOf of, int? number, Actor by, string reason, CancellationToken ct)
    {
        if (!await IsWatchedAsync(of, ct))
            return new Outcome<DetectorState>.Refused(new BaselineOfNobody());
        // Read once, before the first attempt: of two who renew at the same time, one renews.
        var ends = number ?? policies.Now.StateOf(signal).BaselineOf(of).Number;
        return await DecideAsync(signal, new RenewBaseline(of, ends, by, reason).Decide, by, ct);
    }

    /// <summary>What is known of the configuration on trial beside its own stream.</summary>
    internal Readiness ReadinessOf(SignalKind signal, DetectorState detector)
    {
        var alarm = Alarm.Of(signal);
        var trial = detector.Trial ?? detector.Standing;
        return new Readiness(
            alarm,
            runbooks.Find(alarm) is not null,
            settings.Soak,
            DetectorSetting.DigestOf(signal, trial.Configuration, watching));
    }

    private async Task<bool> IsWatchedAsync(BaselineOf of, CancellationToken ct) =>
        of.ModelVersion.Value.Length <= VersionMax
        && (await watches.ListAsync(ct)).Contains(of.Deployment.Value, StringComparer.Ordinal);

    private Task<Outcome<DetectorState>> DecideAsync(
        SignalKind signal,
        Func<DetectorState, DateTimeOffset, Decision<DetectorEvent>> decide,
        Actor by,
        CancellationToken ct) => transactor.TransactAsync(
        policies.StreamOf(signal), SignalWords.Of(signal), decide, by, ct: ct);
}
