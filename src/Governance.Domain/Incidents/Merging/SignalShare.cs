namespace Governance.Domain.Incidents.Merging;

/// <summary>The signals of one finding that an incident holds.</summary>
/// <param name="Fingerprint">The finding.</param>
/// <param name="Count">How many signals led to the incident or joined it.</param>
/// <param name="LastPosition">Position of the youngest; they join in the order of the log.</param>
public sealed record SignalShare(Fingerprint Fingerprint, int Count, long LastPosition)
{
    /// <summary>Both, of the same finding.</summary>
    internal SignalShare And(SignalShare other) =>
        this with { Count = Count + other.Count, LastPosition = Math.Max(LastPosition, other.LastPosition) };
}

/// <summary>An incident that became part of another one.</summary>
/// <param name="Source">The incident.</param>
/// <param name="Deployment">What it restricted, or null.</param>
/// <param name="Version">The version alone that it restricted, or null.</param>
/// <param name="Severity">How severe it was.</param>
/// <param name="AwareAt">Since when somebody knew of it; null in facts of before that was kept.</param>
/// <param name="Signals">What it brought along. Bounded by the findings of one incident.</param>
public sealed record AbsorbedIncident(
    IncidentId Source,
    DeploymentId? Deployment,
    ModelVersion? Version,
    Severity Severity,
    DateTimeOffset? AwareAt,
    IReadOnlyList<SignalShare> Signals);
