namespace Governance.Domain.Intake.Privacy;

/// <summary>Makes pseudonyms under a new key from now on.</summary>
/// <param name="Generation">The new key's number.</param>
public sealed record BeginPseudonymKey(int Generation, Actor By, string Reason)
{
    /// <summary>A key has a number above all before it and begins once, for a stated reason.</summary>
    public Decision<PseudonymEvent> Decide(PseudonymHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (Generation <= history.Latest)
            return Decision.Nothing<PseudonymEvent>();
        if (string.IsNullOrWhiteSpace(Reason))
            return new PrivacyReasonMissing();
        return history.Generations.Count >= PseudonymHistory.GenerationsMax
            ? new TooManyPseudonymKeys()
            : Decision.Append<PseudonymEvent>(new PseudonymEvent.KeyBegun(Generation, By, Reason, now));
    }
}
