using System.Globalization;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// A report that is due within hours or overdue, and an incident that nobody has classified in time, page like any
/// other incident. It names the one that it is about and restricts nothing itself.
/// </summary>
[MayEmit(typeof(IncidentEvent.IncidentDeclared))]
internal static class ClockCorrelationHandler
{
    private static readonly StreamOf<RegulatoryClocks, RegulatoryClockEvent> s_clocks =
        new("clocks", RegulatoryClocks.Initial, RegulatoryClocks.Evolve);

    private static readonly Actor s_self = Actor.Part("clock-correlation");

    public static async Task<(IncidentId, Incident, RegulatoryClocks)> LoadAsync(Fact fact, Reading reading)
    {
        var id = IncidentIds.OfPosition(fact.Position);
        return (
            id,
            await reading.ReadAsync(IncidentStreams.Incident, id.Value),
            await reading.ReadAsync(s_clocks, fact.IdIn(s_clocks.Prefix)));
    }

    public static Effects Handle(
        RegulatoryClockEvent.ClockBreached breached, IncidentId id, Incident own, RegulatoryClocks clocks,
        DateTimeOffset now) =>
        Declare(id, own, now, Alarm.ClockBreached, Severity.Sev1, $"Report overdue: {Of(breached.Clock, clocks)}");

    public static Effects Handle(
        RegulatoryClockEvent.ClockWarned warned, IncidentId id, Incident own, RegulatoryClocks clocks,
        DateTimeOffset now) => warned.Warning switch
        {
            ClockWarning.FourHoursLeft => Declare(
                id, own, now, Alarm.ClockWarning, Severity.Sev2,
                $"Report due within four hours: {Of(warned.Clock, clocks)}"),
            ClockWarning.AtOnce => Declare(
                id, own, now, Alarm.ClockWarning, Severity.Sev2, $"Report due at once: {Of(warned.Clock, clocks)}"),
            _ => Effects.None,
        };

    public static Effects Handle(
        RegulatoryClockEvent.ClassificationOverdue overdue, IncidentId id, Incident own, RegulatoryClocks clocks,
        DateTimeOffset now) => Declare(
        id, own, now, Alarm.Unclassified, Severity.Sev2,
        $"Nobody has said whether {NameOf(clocks)} must be reported");

    private static Effects Declare(
        IncidentId id, Incident own, DateTimeOffset now, string alarm, Severity severity, string title)
    {
        var declare = new DeclareIncident(new(IncidentText.FitTitle(title), severity, DetectedBy.Audit, s_self)
        {
            Alarm = alarm,
        });
        return Effects.Of(IncidentStreams.Incident, id.Value, declare.Decide(own, now));
    }

    private static string Of(string clock, RegulatoryClocks clocks) =>
        $"{clocks.Find(clock)?.Started.Title ?? clock}, for {NameOf(clocks)}";

    private static string NameOf(RegulatoryClocks clocks) =>
        string.Create(CultureInfo.InvariantCulture, $"INC-{clocks.Number}");
}
