namespace Governance.Domain.Signals;

/// <summary>The group has no episode that could belong to an incident.</summary>
public sealed record NothingToLink()
    : Refusal("signal_nothing_to_link", "This signal has never been raised, so it cannot belong to an incident.");

/// <summary>The episode already belongs to another incident.</summary>
public sealed record LinkedElsewhere(IncidentId Incident)
    : Refusal("signal_linked_elsewhere", $"This signal already belongs to incident {Incident}.");
