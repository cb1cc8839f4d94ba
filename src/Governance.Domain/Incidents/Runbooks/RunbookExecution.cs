using System.Collections.Immutable;
using System.Diagnostics;
using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Incidents.Runbooks;

/// <summary>How far a step has come.</summary>
public enum StepStatus
{
    /// <summary>Nobody has touched it.</summary>
    Open,

    /// <summary>Somebody is at it.</summary>
    Started,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Left out with a reason.</summary>
    Skipped,

    /// <summary>Tried, and it did not work.</summary>
    Failed,
}

/// <summary>Where a step stands.</summary>
/// <param name="By">Who moved it last; null while it is open.</param>
/// <param name="StartedBy">Who started it; null when nobody did.</param>
/// <param name="Words">Evidence or reason; empty without.</param>
public sealed record StepState(StepStatus Status, Actor? By, Actor? StartedBy, string Words)
{
    /// <summary>Nobody has touched it.</summary>
    public static readonly StepState Open = new(StepStatus.Open, null, null, "");
}

/// <summary>The runbook that an incident is worked by, folded.</summary>
public sealed record RunbookExecution
{
    /// <summary>More steps than anybody follows at night; the file is split instead.</summary>
    public const int StepsMax = 50;

    /// <summary>Nothing attached.</summary>
    public static readonly RunbookExecution Initial = new();

    /// <summary>What was attached; null before.</summary>
    public RunbookEvent.RunbookAttached? Attached { get; init; }

    /// <summary>By step number, touched ones only. Bounded by <see cref="StepsMax"/>.</summary>
    public ImmutableSortedDictionary<int, StepState> States { get; init; } =
        ImmutableSortedDictionary<int, StepState>.Empty;

    /// <summary>Where a step stands.</summary>
    public StepState Of(int step) => States.GetValueOrDefault(step, StepState.Open);

    /// <summary>Mandatory steps that are not done: each is missing when the incident is to be closed.</summary>
    public IEnumerable<CloseGap> Gaps => (Attached?.Steps ?? [])
        .Where(step => step.Mandatory && Of(step.Number).Status is not StepStatus.Completed)
        .Select(step => new CloseGap(CloseItem.Runbook, $"step {step.Number}: {step.Text}"));

    /// <summary>The state after one more fact.</summary>
    public static RunbookExecution Evolve(RunbookExecution execution, RunbookEvent fact) => fact switch
    {
        RunbookEvent.RunbookAttached e => Initial with { Attached = e },
        RunbookEvent.StepStarted e => execution.With(e.Step, new StepState(StepStatus.Started, e.By, e.By, "")),
        RunbookEvent.StepCompleted e => execution.Moved(e.Step, StepStatus.Completed, e.By, e.Evidence),
        RunbookEvent.StepSkipped e => execution.Moved(e.Step, StepStatus.Skipped, e.By, e.Reason),
        RunbookEvent.StepFailed e => execution.Moved(e.Step, StepStatus.Failed, e.By, e.Reason),
        _ => throw new UnreachableException($"No evolution for {fact.GetType().Name}."),
    };

    private RunbookExecution Moved(int step, StepStatus status, Actor by, string words) =>
        With(step, new StepState(status, by, Of(step).StartedBy, words));

    private RunbookExecution With(int step, StepState state) => this with { States = States.SetItem(step, state) };
}
