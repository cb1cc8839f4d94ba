using System.Globalization;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Domain.Incidents;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Correlation;

/// <summary>A log that differs from what was signed is a critical incident, and pages like any other.</summary>
[MayEmit(typeof(IncidentEvent.IncidentDeclared))]
internal static class DamageCorrelationHandler
{
    private static readonly Actor s_self = Actor.Part("damage-correlation");

    public static async Task<(IncidentId, Incident)> LoadAsync(Fact fact, Reading reading)
    {
        var id = IncidentIds.OfPosition(fact.Position);
        return (id, await reading.ReadAsync(IncidentStreams.Incident, id.Value));
    }

    public static Effects Handle(AuditEvent.LogDamaged damage, IncidentId id, Incident incident, DateTimeOffset now)
    {
        var title = string.Create(
            CultureInfo.InvariantCulture, $"The log is damaged at position {damage.Position}: {damage.Detail}");
        var declare = new DeclareIncident(
            new(IncidentText.FitTitle(title), Severity.Sev1, DetectedBy.Audit, s_self) { Alarm = Alarm.LogDamaged });
        return Effects.Of(IncidentStreams.Incident, id.Value, declare.Decide(incident, now));
    }
}
