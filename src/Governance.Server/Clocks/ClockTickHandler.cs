using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.Messaging.Handling;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Clocks;

/// <summary>Says what time has brought: a warning, a breach, a classification that is overdue.</summary>
[MayEmit(
    typeof(RegulatoryClockEvent.ClockWarned), typeof(RegulatoryClockEvent.ClockBreached),
    typeof(RegulatoryClockEvent.ClassificationOverdue), typeof(ClockTick))]
internal static class ClockTickHandler
{
    // The timer fires by the database's clock: what it waited for has come, also where this node's clock lags a little.
    public static Plan<RegulatoryClockEvent> Handle(
        ClockTick tick, Subject subject, RegulatoryClocks clocks, Incident incident, DueTimer timer, DateTimeOffset now)
    {
        var at = timer.DueAt > now ? timer.DueAt : now;
        return ClockTimers.Plan(
            new IncidentId(subject.Id), incident, clocks, new PassTime().Decide(clocks, at), at);
    }
}
