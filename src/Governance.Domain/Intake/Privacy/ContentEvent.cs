namespace Governance.Domain.Intake.Privacy;

/// <summary>Facts about the content of one deployment, stream <c>content-{deployment}</c>; never content.</summary>
public abstract record ContentEvent
{
    private ContentEvent()
    {
    }

    /// <summary>From now on what this model reads and writes is kept, sealed and apart.</summary>
    /// <param name="RetainDays">Whole days after which it is gone.</param>
    /// <param name="By">Who allowed it.</param>
    /// <param name="Reason">What it is needed for.</param>
    /// <param name="At">When it was decided.</param>
    public sealed record KeepingAllowed(int RetainDays, Actor By, string Reason, DateTimeOffset At) : ContentEvent;

    /// <summary>No content is kept any more, and what was kept goes.</summary>
    public sealed record KeepingEnded(Actor By, string Reason, DateTimeOffset At) : ContentEvent;

    /// <summary>Somebody is about to read one observation's content.</summary>
    /// <param name="Reveal">Id of this reading.</param>
    /// <param name="Address">Where the observation lies.</param>
    /// <param name="By">Who reads it.</param>
    /// <param name="Reason">Why, in their words.</param>
    /// <param name="At">When.</param>
    public sealed record Revealed(
        string Reveal, ObservationAddress Address, Actor By, string Reason, DateTimeOffset At) : ContentEvent;

    /// <summary>All content of one person was erased; in <c>content-erasures</c>, of all deployments.</summary>
    /// <param name="Erasure">Id of this act.</param>
    /// <param name="Keys">How many of the person's keys there were.</param>
    /// <param name="By">Who ordered it.</param>
    /// <param name="Reason">Why; it names nobody.</param>
    /// <param name="At">When.</param>
    public sealed record SubjectErased(
        string Erasure, int Keys, Actor By, string Reason, DateTimeOffset At) : ContentEvent;
}
