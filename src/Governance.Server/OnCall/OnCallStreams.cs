using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Contacts;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>The streams that escalation writes and reads.</summary>
internal static class OnCallStreams
{
    /// <summary>One escalation per incident, under the incident's own id.</summary>
    public static readonly StreamOf<Escalation, EscalationEvent> Escalation =
        new("escalation", Domain.OnCall.Escalation.Initial, Domain.OnCall.Escalation.Evolve);

    /// <summary>One way to reach somebody, under a digest of the recipient's name.</summary>
    public static readonly StreamOf<PagingChannel, ChannelEvent> Channel =
        new("channel", PagingChannel.Initial, PagingChannel.Evolve);

    /// <summary>Who is on call when.</summary>
    public static readonly StreamOf<Schedule, ScheduleEvent> Schedule =
        new("schedule", Domain.OnCall.Schedules.Schedule.Initial, Domain.OnCall.Schedules.Schedule.Evolve);

    /// <summary>Who is paged, in what order.</summary>
    public static readonly StreamOf<LadderPolicy, LadderEvent> Ladder =
        new("ladder", LadderPolicy.Initial, LadderPolicy.Evolve);

    /// <summary>How one person wants to be paged, under the person's own id.</summary>
    public static readonly StreamOf<ContactSheet, ContactEvent> Contacts =
        new("contacts", ContactSheet.Initial, ContactSheet.Evolve);

    /// <summary>Only read: whether somebody still has to be woken is the incident's to say.</summary>
    public static readonly StreamOf<Incident, IncidentEvent> Incident =
        new("incident", Domain.Incidents.Incident.Initial, Domain.Incidents.Incident.Evolve);
}
