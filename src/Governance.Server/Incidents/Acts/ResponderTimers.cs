using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Acts;

/// <summary>The lease of an acknowledgement ends then.</summary>
internal sealed record AckLeaseEnds(DateTimeOffset Lease);

/// <summary>The patience with an offer of command ends then.</summary>
internal sealed record CommandOfferEnds(DateTimeOffset Until);

/// <summary>
/// What is waited for in an incident: durable timers in the commit of the fact that begins the wait.
/// </summary>
internal static class ResponderTimers
{
    /// <summary>The timer that a fact asks for, or null.</summary>
    internal static TimerToArm? Of(IncidentId id, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentAcknowledged { LeaseUntil: { } lease } => Ends(id, lease),
        IncidentEvent.ProgressReported { LeaseUntil: { } lease } => Ends(id, lease),
        IncidentEvent.CommandHandoverOffered offer =>
            Scheduled.At(new CommandOfferEnds(offer.Until), id.Value, offer.Until),
        _ => null,
    };

    private static TimerToArm Ends(IncidentId id, DateTimeOffset lease) =>
        Scheduled.At(new AckLeaseEnds(lease), id.Value, lease);
}
