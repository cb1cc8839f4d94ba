namespace Governance.Domain.Intake.Privacy;

/// <summary>Ends the keeping of a deployment's content.</summary>
public sealed record EndContent(Actor By, string Reason)
{
    /// <summary>What is not kept needs no end.</summary>
    public Decision<ContentEvent> Decide(ContentKeeping keeping, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keeping);
        if (string.IsNullOrWhiteSpace(Reason))
            return new PrivacyReasonMissing();
        return keeping.RetainDays is null
            ? Decision.Nothing<ContentEvent>()
            : Decision.Append<ContentEvent>(new ContentEvent.KeepingEnded(By, Reason, now));
    }
}
