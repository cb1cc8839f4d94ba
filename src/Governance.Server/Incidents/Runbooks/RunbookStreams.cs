using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>How the runbook of an incident is named and folded.</summary>
internal static class RunbookStreams
{
    /// <summary>Under the incident's own id: <c>runbook-{id}</c>.</summary>
    internal static StreamOf<RunbookExecution, RunbookEvent> Execution { get; } =
        new("runbook", RunbookExecution.Initial, RunbookExecution.Evolve);
}
