using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Incidents;

/// <summary>Only an unresolved incident can be worked on.</summary>
public sealed record IncidentNotOpen(IncidentStatus Status) : Refusal(
    "incident_not_open",
    Status is IncidentStatus.Undeclared
        ? "There is no such incident."
        : $"The incident is {Status.Word()}. It can become: {IncidentMove.WaysFrom(Status)}.");

/// <summary>Severity is raised here, never lowered.</summary>
public sealed record NotARaise(Severity From, Severity To) : Refusal(
    "not_a_raise",
    $"Severity is {From.Word()}; {To.Word()} would lower it, and raising only raises.");

/// <summary>Somebody else was faster; two people must know of each other.</summary>
public sealed record AlreadyAcknowledged(Actor By) : Refusal(
    "already_acknowledged",
    "Somebody else has acknowledged this incident already.");

/// <summary>A signal belongs to the incident that carries its fingerprint.</summary>
public sealed record OtherFinding(Fingerprint Fingerprint) : Refusal(
    "other_finding",
    "The signal has another fingerprint than this incident.");

/// <summary>Text that people rely on later must be there.</summary>
public sealed record TextMissing(string Field) : Refusal(
    "text_missing",
    $"The {Field} is missing.");

/// <summary>Text has a limit, so that a page, a row and an event stay readable.</summary>
public sealed record TextTooLong(string Field, int LengthMax) : Refusal(
    "text_too_long",
    $"The {Field} is longer than {LengthMax} characters.");

/// <summary>Text is what people see of it: nothing in it may hide or turn around what is written.</summary>
public sealed record TextUnseen(string Field) : Refusal(
    "text_unseen",
    $"The {Field} holds control characters or characters that change the direction of writing. Type it anew.");

/// <summary>An effect can only be recorded for an order that was recorded.</summary>
public sealed record ContainmentUnknown(string Order) : Refusal(
    "containment_unknown",
    "This order was not given for this incident.");

/// <summary>The number of orders in one incident is bounded.</summary>
public sealed record TooManyContainments() : Refusal(
    "too_many_containments",
    $"An incident holds at most {Incident.ContainmentsMax} containment orders.");
