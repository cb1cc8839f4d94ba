namespace Governance.Domain.Incidents.Responders;

/// <summary>There is one commander, and command is handed over, not taken.</summary>
public sealed record HandoverNeeded() : Refusal(
    "handover_needed", "Somebody commands this incident. They offer the command, and the next one accepts it.");

/// <summary>Nobody can decide and investigate, or decide and write, in a grave incident.</summary>
public sealed record RolesConflict(IncidentRole Held, IncidentRole Wanted) : Refusal(
    "roles_conflict",
    $"In a critical or high incident nobody is {Held.Word()} and {Wanted.Word()} at once. "
    + "Give one of them away first.");

/// <summary>The number of people in roles is bounded.</summary>
public sealed record TooManyRoles() : Refusal(
    "too_many_roles", $"At most {IncidentRoles.HeldMax} roles are given in one incident.");

/// <summary>Command is offered by whoever has it.</summary>
public sealed record NotCommander() : Refusal("not_commander", "Only the commander hands the command over.");

/// <summary>There is nothing to accept or decline.</summary>
public sealed record NoOffer() : Refusal("no_offer", "The command is not offered to you, or no longer.");

/// <summary>A lease is renewed by whoever has it.</summary>
public sealed record NotYours() : Refusal(
    "not_yours", "You have not acknowledged this incident, or no longer. Acknowledge it, or add a note.");
