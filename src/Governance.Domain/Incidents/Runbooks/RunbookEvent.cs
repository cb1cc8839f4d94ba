namespace Governance.Domain.Incidents.Runbooks;

/// <summary>Every fact about the runbook that an incident is worked by, stream <c>runbook-{incident}</c>.</summary>
public abstract record RunbookEvent
{
    private RunbookEvent()
    {
    }

    /// <summary>The incident is worked by these steps; a later version of the file changes nothing here.</summary>
    /// <param name="Alarm">Names the file.</param>
    /// <param name="Version">Of the file.</param>
    /// <param name="Digest">SHA-256 of the file, hex.</param>
    public sealed record RunbookAttached(
        string Alarm, int Version, string Digest, IReadOnlyList<RunbookStep> Steps, Actor By) : RunbookEvent;

    /// <summary>Somebody is at it.</summary>
    public sealed record StepStarted(int Step, Actor By) : RunbookEvent;

    /// <summary>It is done.</summary>
    /// <param name="Evidence">What was seen; empty where the step asks for nothing.</param>
    public sealed record StepCompleted(int Step, string Evidence, Actor By) : RunbookEvent;

    /// <summary>It is left out, and why.</summary>
    public sealed record StepSkipped(int Step, string Reason, Actor By) : RunbookEvent;

    /// <summary>It was tried and did not work. It can be started again.</summary>
    public sealed record StepFailed(int Step, string Reason, Actor By) : RunbookEvent;
}
