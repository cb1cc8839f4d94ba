namespace Governance.Domain.Incidents.Runbooks;

/// <summary>What kind of thing one does.</summary>
public enum StepKind
{
    /// <summary>A person does it and says so.</summary>
    Manual,

    /// <summary>An act of this console: done only once the console has been given it.</summary>
    Command,

    /// <summary>A person looks, and writes what was seen.</summary>
    Check,

    /// <summary>Time has to pass after it was started.</summary>
    Wait,

    /// <summary>Somebody else than whoever started it agrees.</summary>
    Approval,
}

/// <summary>What a command step asks of the console.</summary>
public enum StepCommand
{
    /// <summary>Acknowledge the incident.</summary>
    Acknowledge,

    /// <summary>Order a halt.</summary>
    Halt,

    /// <summary>Order a rollback.</summary>
    RollBack,
}

/// <summary>One step of a runbook, as it was when the runbook was attached.</summary>
/// <param name="Number">From 1, in the order of the file.</param>
/// <param name="Text">Its words, without markup.</param>
/// <param name="Command">For a command step only.</param>
/// <param name="WaitSeconds">For a wait step only.</param>
/// <param name="Mandatory">The incident is not closed while it is neither done nor waived.</param>
public sealed record RunbookStep(
    int Number, StepKind Kind, string Text, StepCommand? Command, int? WaitSeconds, bool Mandatory);
