using Governance.Domain.Clocks;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Clocks;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Acts;

/// <summary>What the streams beside an incident's own leave undone when somebody wants to close it.</summary>
internal static class SurroundingGaps
{
    /// <summary>Reports that are owed, and mandatory steps that are not done.</summary>
    internal static IEnumerable<CloseGap> Of(RegulatoryClocks clocks, RunbookExecution runbook) =>
        ClockGaps.Of(clocks).Concat(runbook.Gaps);

    /// <summary>The same, guarded.</summary>
    internal static async ValueTask<IEnumerable<CloseGap>> ReadAsync(Reading reading, string incident) => Of(
        await reading.ReadAsync(ClockStreams.Clocks, incident),
        await reading.ReadAsync(RunbookStreams.Execution, incident));
}
