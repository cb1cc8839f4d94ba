using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Responders;
using Governance.Messaging.Handling;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// A wait is over. A timer that fires for a lease or an offer that is no longer the one it was set for changes nothing,
/// so none is ever taken away.
/// </summary>
[MayEmit(typeof(IncidentEvent.AckExpired), typeof(IncidentEvent.CommandHandoverLapsed))]
internal static class ResponderTimerHandler
{
    public static Decision<IncidentEvent> Handle(AckLeaseEnds due, Incident incident, DateTimeOffset now) =>
        new ExpireAcknowledgement(due.Lease).Decide(incident, now);

    public static Decision<IncidentEvent> Handle(CommandOfferEnds due, Incident incident, DateTimeOffset now) =>
        new LapseOffer(due.Until).Decide(incident, now);
}
