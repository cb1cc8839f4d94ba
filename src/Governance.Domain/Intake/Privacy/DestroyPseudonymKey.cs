namespace Governance.Domain.Intake.Privacy;

/// <summary>Destroys a key under which pseudonyms were made.</summary>
public sealed record DestroyPseudonymKey(int Generation, Actor By)
{
    /// <summary>The key in use stays: another one begins first.</summary>
    public Decision<PseudonymEvent> Decide(PseudonymHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Find(Generation) is not { } known)
            return new PseudonymKeyUnknown(Generation);
        if (known.DestroyedAt is not null)
            return Decision.Nothing<PseudonymEvent>();
        return Generation == history.Latest
            ? new PseudonymKeyInUse(Generation)
            : Decision.Append<PseudonymEvent>(new PseudonymEvent.KeyDestroyed(Generation, By, now));
    }
}
