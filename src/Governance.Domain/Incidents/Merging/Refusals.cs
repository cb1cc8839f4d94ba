namespace Governance.Domain.Incidents.Merging;

/// <summary>An incident is merged into another one that is open.</summary>
public sealed record NotATarget() : Refusal(
    "not_a_target", "Merge it into another incident that is open or contained.");

/// <summary>Nothing is nested.</summary>
public sealed record HasAbsorbed(int Count) : Refusal(
    "has_absorbed", $"{Count} incidents became part of this one. Merge the other way, or take them apart first.");

/// <summary>The number of incidents in one is bounded.</summary>
public sealed record TooManyAbsorbed() : Refusal(
    "too_many_merged", $"At most {Incident.AbsorbedMax} incidents become part of one.");

/// <summary>What is closed never changes.</summary>
public sealed record TargetClosed() : Refusal(
    "target_closed", "The incident that it became part of is closed. An officer reopens that one first.");

/// <summary>Only what came with another finding can go on its own.</summary>
public sealed record NotSeparable() : Refusal(
    "not_separable", "The incident does not hold this finding, or was declared for it.");
