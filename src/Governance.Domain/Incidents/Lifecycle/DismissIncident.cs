using Governance.Domain.Signals;

namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>Why it was no incident.</summary>
public enum DismissReason
{
    /// <summary>Nothing had changed: the detector or the reporter erred.</summary>
    FalseAlarm,

    /// <summary>It had changed, and harms nobody.</summary>
    Benign,

    /// <summary>It had changed as it was meant to.</summary>
    Expected,

    /// <summary>Another incident is about the same.</summary>
    Duplicate,

    /// <summary>Nobody can tell.</summary>
    InsufficientInformation,
}

/// <summary>
/// Says that it was no incident. Who may is the officer's permission; it never asks the model's owner.
/// </summary>
/// <param name="By">The officer.</param>
/// <param name="Code">Why, in one of the words that are counted.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Verdict">What all its signals were worth; may be left out where there is none.</param>
public sealed record DismissIncident(Actor By, DismissReason Code, string Reason, Disposition? Verdict)
{
    /// <summary>
    /// An unresolved incident is dismissed with a code and a reason, and no signal of it is left unjudged.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident switch
        {
            { Status: IncidentStatus.Dismissed } => Decision.Nothing<IncidentEvent>(),
            { IsUnresolved: false } => new IllegalMove(incident.Status, IncidentStatus.Dismissed),
            { SignalCount: > 0 } when Verdict is null => new SignalsUnjudged(incident.SignalCount),
            _ => Decision.Append<IncidentEvent>(
                new IncidentEvent.IncidentDismissed(By, Code, Reason) { Verdict = Verdict }),
        };
    }
}
