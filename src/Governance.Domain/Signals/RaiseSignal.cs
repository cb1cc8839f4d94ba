namespace Governance.Domain.Signals;

/// <summary>A detector's alarm.</summary>
/// <param name="Fingerprint">Hash over <paramref name="Subject"/>, the stream's identity.</param>
/// <param name="Subject">What the finding is about.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Count">Alarms of the episode so far, this one included.</param>
public sealed record RaiseSignal(
    Fingerprint Fingerprint, SignalSubject Subject, SignalEvidence Evidence, long Count = 1)
{
    private const string BecameActive = "The detector is active from here on, and what it finds counts anew.";

    /// <summary>
    /// An alarm opens an episode, or repeats the open one; a finding that the group has already taken in does nothing,
    /// so a detector may run over the same log again. What was only recorded and goes on once the detector is active is
    /// an episode of its own: the first one could open no incident.
    /// </summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (Evidence.Source <= group.LastSource)
            return Decision.Nothing<SignalGroupEvent>();
        var raised = new SignalGroupEvent.SignalRaised(Fingerprint, group.Episode + 1, Subject, Evidence);
        if (group.Status is not SignalStatus.Open)
            return Decision.Append<SignalGroupEvent>(raised);
        if (!(group.IsMonitored && !raised.IsMonitored))
        {
            var count = Math.Max(Count, group.Count + 1);
            return Decision.Append<SignalGroupEvent>(
                new SignalGroupEvent.SignalRepeated(Fingerprint, group.Episode, count, Evidence));
        }

        return Decision.Append<SignalGroupEvent>(
            new SignalGroupEvent.SignalCleared(Fingerprint, group.Episode, BecameActive, Evidence.Source), raised);
    }
}
