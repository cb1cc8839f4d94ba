namespace Governance.Domain.OnCall;

/// <summary>An attempt belongs to a page that was requested.</summary>
public sealed record NoSuchPage(string IdempotencyKey) : Refusal(
    "no_such_page",
    "No page of this escalation has that key.");
