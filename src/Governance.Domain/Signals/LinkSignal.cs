namespace Governance.Domain.Signals;

/// <summary>The group's last episode belongs to an incident.</summary>
public sealed record LinkSignal(Fingerprint Fingerprint, IncidentId Incident)
{
    /// <summary>An episode belongs to one incident; a group without an episode belongs to none.</summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Status is SignalStatus.Silent)
            return new NothingToLink();
        if (group.Incident == Incident)
            return Decision.Nothing<SignalGroupEvent>();
        if (group.Incident is { } other)
            return new LinkedElsewhere(other);
        return Decision.Append<SignalGroupEvent>(
            new SignalGroupEvent.SignalLinked(Fingerprint, group.Episode, Incident));
    }
}
