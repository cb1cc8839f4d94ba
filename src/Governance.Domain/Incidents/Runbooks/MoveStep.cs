using System.Diagnostics;

namespace Governance.Domain.Incidents.Runbooks;

/// <summary>Works on one step of the runbook.</summary>
/// <param name="Offered">The runbook on the shelf: it is attached by the first step that somebody takes.</param>
/// <param name="Step">The step's number.</param>
/// <param name="To">Started, completed, skipped or failed.</param>
/// <param name="Words">Evidence, or the reason for skipping or failing.</param>
/// <param name="StartedAt">When the step was started, as the log recorded it; null when it was not.</param>
public sealed record MoveStep(
    RunbookEvent.RunbookAttached? Offered,
    int Step,
    StepStatus To,
    string Words,
    Actor By,
    Incident Incident,
    DateTimeOffset? StartedAt)
{
    /// <summary>
    /// A tick says only what is so: a command step is done once the console was given the command, a check with what
    /// was seen, a wait when its time has passed, an approval by somebody else than who started it. Skipping and
    /// failing need a reason.
    /// </summary>
    public Decision<RunbookEvent> Decide(RunbookExecution execution, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(execution);
        if ((execution.Attached ?? Offered) is not { } attached)
            return new NoRunbook();
        if (attached.Steps.FirstOrDefault(one => one.Number == Step) is not { } step)
            return new NoSuchStep(Step);
        var state = execution.Of(Step);
        if (state.Status == To && state.By == By && state.Words == Words)
            return Decision.Nothing<RunbookEvent>();
        if (state.Status is StepStatus.Completed)
            return new StepDone(Step);
        if (Refused(step, state, now) is { } refusal)
            return refusal;
        return execution.Attached is null
            ? Decision.Append<RunbookEvent>(attached, Moved())
            : Decision.Append<RunbookEvent>(Moved());
    }

    private RunbookEvent Moved() => To switch
    {
        StepStatus.Started => new RunbookEvent.StepStarted(Step, By),
        StepStatus.Completed => new RunbookEvent.StepCompleted(Step, Words, By),
        StepStatus.Skipped => new RunbookEvent.StepSkipped(Step, Words, By),
        StepStatus.Failed => new RunbookEvent.StepFailed(Step, Words, By),
        _ => throw new UnreachableException($"A step is not moved to {To}."),
    };

    private Refusal? Refused(RunbookStep step, StepState state, DateTimeOffset now)
    {
        if (To is StepStatus.Skipped or StepStatus.Failed)
            return IncidentText.Broken("reason", Words, IncidentText.ProseLengthMax);
        if (To is not StepStatus.Completed)
            return null;
        return step.Kind switch
        {
            StepKind.Command => IsGiven(step.Command!.Value) ? null : new CommandNotGiven(step.Command.Value),
            StepKind.Check => IncidentText.Broken("evidence", Words, IncidentText.ProseLengthMax),
            StepKind.Wait => StartedAt + TimeSpan.FromSeconds(step.WaitSeconds!.Value) <= now
                ? null
                : new WaitNotOver(step.WaitSeconds.Value),
            StepKind.Approval => state.StartedBy is { } starter && starter.Who != By.Who
                ? null
                : new ApprovalNeedsAnother(),
            _ => Words.Length == 0 ? null : IncidentText.Broken("evidence", Words, IncidentText.ProseLengthMax),
        };
    }

    private bool IsGiven(StepCommand command) => command switch
    {
        StepCommand.Acknowledge => Incident.AcknowledgedBy is not null,
        StepCommand.Halt => IsOrdered("halt-"),
        StepCommand.RollBack => IsOrdered("rollout-"),
        _ => throw new UnreachableException($"Unknown command {command}."),
    };

    private bool IsOrdered(string stream) =>
        Incident.Containments.Keys.Any(order => order.StartsWith(stream, StringComparison.Ordinal));
}
