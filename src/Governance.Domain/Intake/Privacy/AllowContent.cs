namespace Governance.Domain.Intake.Privacy;

/// <summary>Lets a deployment's content be kept.</summary>
public sealed record AllowContent(int RetainDays, Actor By, string Reason)
{
    /// <summary>For a stated reason and some days only; the same wish twice writes nothing.</summary>
    public Decision<ContentEvent> Decide(ContentKeeping keeping, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keeping);
        if (string.IsNullOrWhiteSpace(Reason))
            return new PrivacyReasonMissing();
        if (RetainDays is < 1 or > ContentKeeping.RetainDaysMax)
            return new ContentDaysOutOfRange(RetainDays);
        return keeping.RetainDays == RetainDays
            ? Decision.Nothing<ContentEvent>()
            : Decision.Append<ContentEvent>(new ContentEvent.KeepingAllowed(RetainDays, By, Reason, now));
    }
}
