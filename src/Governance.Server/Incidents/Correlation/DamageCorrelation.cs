using System.Globalization;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Domain.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Correlation;

/// <summary>A log that differs from what was signed is a critical incident, and pages like any other.</summary>
internal sealed class DamageCorrelation : IReaction
{
    private static readonly Actor s_self = Actor.Part("damage-correlation");

    /// <inheritdoc/>
    public string Name => nameof(DamageCorrelation);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } = [typeof(AuditEvent.LogDamaged)];

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.IncidentDeclared)];

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var damage = (AuditEvent.LogDamaged)fact.Event;
        var id = IncidentIds.OfPosition(fact.Position);
        var title = string.Create(
            CultureInfo.InvariantCulture, $"The log is damaged at position {damage.Position}: {damage.Detail}");
        var declare = new DeclareIncident(
            new(IncidentText.FitTitle(title), Severity.Sev1, DetectedBy.Audit, s_self) { Alarm = Alarm.LogDamaged });
        await context.TransactAsync(IncidentStreams.Incident, id.Value, declare.Decide);
    }
}
