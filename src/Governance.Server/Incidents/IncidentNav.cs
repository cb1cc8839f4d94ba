using Governance.Server.Shell;

namespace Governance.Server.Incidents;

/// <summary>
/// The number beside "Incidents": what is unresolved, from memory, so that it costs no page anything.
/// </summary>
internal sealed class IncidentNav(IncidentMetrics incidents) : INavCount
{
    /// <inheritdoc/>
    public NavEntry Entry => NavEntry.Incidents;

    /// <inheritdoc/>
    public ValueTask<int?> CountAsync(CancellationToken stop) => new(incidents.UnresolvedCount);
}
