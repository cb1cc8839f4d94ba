namespace Governance.Domain.Incidents.Runbooks;

/// <summary>There is nothing to be ticked.</summary>
public sealed record NoRunbook() : Refusal("no_runbook", "This incident has no runbook.");

/// <summary>The attached version has no such step.</summary>
public sealed record NoSuchStep(int Step) : Refusal("no_such_step", $"The runbook has no step {Step}.");

/// <summary>What is done stays done.</summary>
public sealed record StepDone(int Step) : Refusal("step_done", $"Step {Step} is done already.");

/// <summary>A tick does not stand for an act.</summary>
public sealed record CommandNotGiven(StepCommand Command) : Refusal(
    "command_not_given",
    $"Nobody has given the command yet ({Command}); the step is done once the console has it.");

/// <summary>The time of a step has not passed.</summary>
public sealed record WaitNotOver(int Seconds) : Refusal(
    "wait_not_over", $"Start the step and wait {Seconds} s; that time is not over.");

/// <summary>Four eyes.</summary>
public sealed record ApprovalNeedsAnother() : Refusal(
    "approval_needs_another", "One person starts this step, and another one agrees.");
