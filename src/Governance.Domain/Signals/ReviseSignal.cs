namespace Governance.Domain.Signals;

/// <summary>Observations came late into the windows of an alarm.</summary>
/// <param name="Fingerprint">The group.</param>
/// <param name="Was">What the alarm had found.</param>
/// <param name="Now">The same with what came late.</param>
/// <param name="Stands">Whether that is still beyond what was expected.</param>
/// <param name="Source">Where in the log.</param>
public sealed record ReviseSignal(
    Fingerprint Fingerprint, ComparedWindow Was, ComparedWindow Now, bool Stands, SignalSource Source)
{
    private const string TakenBack = "With what came late, the behaviour lies within what was expected.";

    /// <summary>
    /// Only an open episode is revised, and only by something found after its last alarm; one that no longer stands is
    /// over. What was decided on it meanwhile is for people to undo.
    /// </summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Status is not SignalStatus.Open || Source <= group.LastSource)
            return Decision.Nothing<SignalGroupEvent>();
        var revised = new SignalGroupEvent.SignalRevised(Fingerprint, group.Episode, Was, Now, Stands, Source);
        return Stands
            ? Decision.Append<SignalGroupEvent>(revised)
            : Decision.Append<SignalGroupEvent>(
                revised, new SignalGroupEvent.SignalCleared(Fingerprint, group.Episode, TakenBack, Source));
    }
}
