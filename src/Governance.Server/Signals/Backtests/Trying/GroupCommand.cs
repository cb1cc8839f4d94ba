using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>What a finding asks of its group, by the rules that decide live.</summary>
internal sealed record GroupCommand(
    Fingerprint Fingerprint, Func<SignalGroup, DateTimeOffset, Decision<SignalGroupEvent>> Decide)
{
    internal static GroupCommand Of(
        DeploymentId deployment, string name, FoundSignal found, SignalSource source)
    {
        var fingerprint = SignalFacts.FingerprintOf(deployment, found.Key, found.Detector);
        var subject = SignalFacts.SubjectOf(deployment, name, found);
        if (found.Condition is { } condition)
        {
            var seen = SignalFacts.EvidenceOf(found, condition, source);
            return new(fingerprint, new RaiseCondition(fingerprint, subject, seen).Decide);
        }

        if (found.Revision is { } revision)
            return new(fingerprint, SignalFacts.RevisionOf(fingerprint, found, revision, source).Decide);
        if (found.Alarm is not { } alarm)
            return new(fingerprint, new ClearSignal(fingerprint, found.Reason ?? "", source).Decide);
        var evidence = SignalFacts.EvidenceOf(found, alarm, source);
        return new(fingerprint, new RaiseSignal(fingerprint, subject, evidence, found.Alarms).Decide);
    }
}
