namespace Governance.Domain.Oversight;

/// <summary>There is no such order.</summary>
public sealed record HaltUnknown() : Refusal("halt_unknown", "There is no such order to stop.");

/// <summary>Two different people let a halted model serve again.</summary>
public sealed record SamePersonReenables()
    : Refusal("same_person_reenables", "You have already asked for it; a second person must agree.");
