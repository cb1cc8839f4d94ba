namespace Governance.Domain.Intake.Privacy;

/// <summary>Facts about the keys under which people and conversations have their pseudonyms; never a key.</summary>
public abstract record PseudonymEvent
{
    private PseudonymEvent()
    {
    }

    /// <summary>From now on pseudonyms are made under a new key: nobody can join them with the older ones.</summary>
    /// <param name="Generation">The key's number, counted from 1; every pseudonym begins with it.</param>
    /// <param name="By">Who ordered it, or the schedule.</param>
    /// <param name="Reason">Why, in their words.</param>
    /// <param name="At">When it was decided.</param>
    public sealed record KeyBegun(int Generation, Actor By, string Reason, DateTimeOffset At) : PseudonymEvent;

    /// <summary>An old key is gone: whose its pseudonyms were can no longer be found out by anybody.</summary>
    /// <param name="Generation">The key's number.</param>
    /// <param name="By">Who ordered it, or the schedule.</param>
    /// <param name="At">When it was decided.</param>
    public sealed record KeyDestroyed(int Generation, Actor By, DateTimeOffset At) : PseudonymEvent;
}
