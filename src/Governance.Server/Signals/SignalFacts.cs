using System.Security.Cryptography;
using System.Text;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;
using Governance.Server.Signals.Watching.Rules;
using Direction = Governance.Detection.Direction;

namespace Governance.Server.Signals;

/// <summary>How a finding is said in the words of the log.</summary>
internal static class SignalFacts
{
    /// <summary>Bytes of a fingerprint: enough that two findings never share one by chance.</summary>
    private const int FingerprintBytes = 16;

    internal static readonly StreamOf<SignalGroup, SignalGroupEvent> Groups =
        new("signal-group", SignalGroup.Initial, SignalGroup.Evolve);

    /// <summary>A hash over the declared attributes: deployment, version, signal, dimension, detector.</summary>
    internal static Fingerprint FingerprintOf(DeploymentId deployment, StreamKey key, string detector)
    {
        var declared = string.Join(
            '\n', deployment.Value, key.Version, SignalWords.Of(key.Signal), key.Dimension ?? "", detector);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(declared));
        return new Fingerprint(Convert.ToHexStringLower(hash.AsSpan(0, FingerprintBytes)));
    }

    internal static SignalSubject SubjectOf(DeploymentId deployment, string name, FoundSignal found) => new(
        deployment,
        name,
        VersionOf(found.Key),
        found.Key.Signal,
        found.Key.Dimension,
        found.Detector);

    internal static SignalEvidence EvidenceOf(FoundSignal found, FoundAlarm alarm, SignalSource source)
    {
        var finding = alarm.Finding;
        var signal = WatchedSignals.Of(found.Key.Signal);
        return new SignalEvidence(
            WatchedSignals.DetectorVersion,
            JudgeOf(found).Digest,
            finding.Statistic,
            finding.StatisticName,
            finding.Threshold,
            finding.PValue,
            signal.SaidDifference(finding.Effect),
            finding.Direction is Direction.Up ? SignalDirection.Up : SignalDirection.Down,
            WindowOf(finding.Reference, alarm.ComparedWith, found.Key.Signal),
            WindowOf(finding.Current, found.Key.Version, found.Key.Signal),
            alarm.Tool,
            alarm.Addresses,
            JudgeOf(found).SeverityOr(signal.Severity),
            LabelOf(finding.Worth),
            finding.Assumption,
            source)
        {
            ConfigVersion = JudgeOf(found).Version,
            Baseline = alarm.Baseline,
            Mode = JudgeOf(found).Mode,
            EffectInterval = finding.EffectInterval is var (least, most)
                ? new ValueInterval(signal.SaidDifference(least), signal.SaidDifference(most))
                : null,
            Expected = finding is { ExpectedLow: null, ExpectedHigh: null }
                ? null
                : new ValueInterval(Said(finding.ExpectedLow), Said(finding.ExpectedHigh)),
        };

        double? Said(double? value) => value is { } known ? signal.Said(known) : null;
    }

    internal static SignalEvidence EvidenceOf(FoundSignal found, FoundCondition condition, SignalSource source) =>
        condition.Seen.ToEvidence(
            VersionOf(found.Key),
            condition.From.ToMicroseconds(),
            condition.To.ToMicroseconds(),
            [condition.Address],
            condition.Hint,
            source).By(JudgeOf(found));

    /// <summary>A condition's evidence with the configuration under which it counts.</summary>
    internal static SignalEvidence By(this SignalEvidence evidence, DetectorSetting by) => evidence with
    {
        ConfigDigest = by.Digest,
        ConfigVersion = by.Version,
        Mode = by.Mode,
    };

    private static DetectorSetting JudgeOf(FoundSignal found) => found.By
        ?? throw new InvalidOperationException($"Nobody judges {found.Key.Signal}, and yet it was found.");

    internal static ReviseSignal RevisionOf(
        Fingerprint fingerprint, FoundSignal found, FoundRevision revision, SignalSource source) => new(
            fingerprint,
            WindowOf(revision.Was.Current, found.Key.Version, found.Key.Signal),
            WindowOf(revision.Now.Current, found.Key.Version, found.Key.Signal),
            revision.Now.Stands,
            source);

    private static ModelVersion? VersionOf(StreamKey key) =>
        key.Version.Length > 0 ? new ModelVersion(key.Version) : null;

    private static ComparedWindow WindowOf(Stretch stretch, string version, SignalKind signal) => new(
        new ModelVersion(version),
        stretch.From.ToMicroseconds(),
        stretch.To.ToMicroseconds(),
        stretch.N,
        WatchedSignals.Of(signal).Said(stretch.Value));

    private static EvidenceLabel LabelOf(Worth worth) => worth switch
    {
        Worth.Guaranteed => EvidenceLabel.Guaranteed,
        Worth.Calibrated => EvidenceLabel.Calibrated,
        Worth.Heuristic => EvidenceLabel.Heuristic,
        _ => throw new System.Diagnostics.UnreachableException($"Unknown worth {worth}."),
    };
}
