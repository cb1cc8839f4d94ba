using Governance.Server.Shell;

namespace Governance.Server.Incidents.Room;

/// <summary>What kind of thing happened, to look at one kind alone.</summary>
public enum TimelineKind
{
    /// <summary>A detector's finding.</summary>
    Signal,

    /// <summary>Somebody, or a rule, acted on the incident.</summary>
    Act,

    /// <summary>Words of a person.</summary>
    Note,

    /// <summary>Somebody was woken, or the ladder moved.</summary>
    Page,

    /// <summary>An order to contain, and what was seen of it.</summary>
    Containment,

    /// <summary>A report that is owed to an authority.</summary>
    Report,
}

/// <summary>One fact of the incident's timeline. Nothing in it is stored: it is read from the fact.</summary>
/// <param name="Position">The fact's place in the log: its proof is found there.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="What">The fact in a few words.</param>
/// <param name="By">Actor id, or null when nobody acted.</param>
/// <param name="Detail">A line or two more, or null.</param>
/// <param name="Tone">How much it asks for attention.</param>
public sealed record TimelineItem(
    long Position, DateTimeOffset At, TimelineKind Kind, string What, string? By, string? Detail, Tone Tone);
