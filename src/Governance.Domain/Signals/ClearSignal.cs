namespace Governance.Domain.Signals;

/// <summary>A detector finds the behaviour back within its reference.</summary>
public sealed record ClearSignal(Fingerprint Fingerprint, string Reason, SignalSource Source)
{
    /// <summary>Only an open episode is cleared, and only by something found after its last alarm.</summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Status is SignalStatus.Open && Source > group.LastSource
            ? Decision.Append<SignalGroupEvent>(
                new SignalGroupEvent.SignalCleared(Fingerprint, group.Episode, Reason, Source))
            : Decision.Nothing<SignalGroupEvent>();
    }
}
