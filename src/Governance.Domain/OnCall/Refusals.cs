namespace Governance.Domain.OnCall;

/// <summary>An attempt belongs to a page that was requested.</summary>
public sealed record NoSuchPage(string IdempotencyKey) : Refusal(
    "no_such_page",
    "No page of this escalation has that key.");

/// <summary>A test message is on its way.</summary>
public sealed record TestUnderWay(string Recipient) : Refusal(
    "test_under_way",
    $"A test message to {Recipient} is on its way; its outcome will be shown here.");

/// <summary>Only a ladder that is climbed, waits or has ended can follow another.</summary>
public sealed record NoRunningEscalation() : Refusal(
    "no_running_escalation",
    "Nobody is paged for this incident: it was never escalated, or it is over.");
