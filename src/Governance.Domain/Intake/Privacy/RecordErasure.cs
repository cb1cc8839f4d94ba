namespace Governance.Domain.Intake.Privacy;

/// <summary>Says that a person's content was erased.</summary>
/// <param name="Erasure">Id of the act.</param>
public sealed record RecordErasure(string Erasure, int Keys, Actor By, string Reason)
{
    /// <summary>Every erasure is a fact, also one that found nothing: somebody had asked for it.</summary>
    public Decision<ContentEvent> Decide(ContentKeeping keeping, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keeping);
        return keeping.LastErasure == Erasure
            ? Decision.Nothing<ContentEvent>()
            : Decision.Append<ContentEvent>(new ContentEvent.SubjectErased(Erasure, Keys, By, Reason, now));
    }
}
