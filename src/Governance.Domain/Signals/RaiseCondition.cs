using Governance.Domain.Signals.Registry;

namespace Governance.Domain.Signals;

/// <summary>
/// A rule finds that a condition holds. It holds until <see cref="ClearSignal"/> says that it is over.
/// </summary>
public sealed record RaiseCondition(Fingerprint Fingerprint, SignalSubject Subject, SignalEvidence Evidence)
{
    /// <summary>A condition opens one episode however often it is found; a comparison would count each alarm.</summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        var counts = group.IsMonitored && Evidence.Mode is DetectorMode.Active;
        return group.Status is SignalStatus.Open && !counts
            ? Decision.Nothing<SignalGroupEvent>()
            : new RaiseSignal(Fingerprint, Subject, Evidence).Decide(group, now);
    }
}
