namespace Governance.Domain.Intake.Privacy;

/// <summary>Reads the content of one observation.</summary>
/// <param name="Reveal">Id of this reading.</param>
public sealed record RevealContent(string Reveal, ObservationAddress Address, Actor By, string Reason)
{
    /// <summary>Every reading is a fact of its own, written before anything is shown, and says why.</summary>
    public Decision<ContentEvent> Decide(ContentKeeping keeping, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keeping);
        if (!By.IsPerson)
            return new OnlyPeopleRead();
        if (string.IsNullOrWhiteSpace(Reason))
            return new PrivacyReasonMissing();
        return keeping.Reveals.Any(one => one.Reveal == Reveal)
            ? Decision.Nothing<ContentEvent>()
            : Decision.Append<ContentEvent>(new ContentEvent.Revealed(Reveal, Address, By, Reason, now));
    }
}
