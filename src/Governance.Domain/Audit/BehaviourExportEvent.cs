namespace Governance.Domain.Audit;

/// <summary>
/// One taking away of observations as a file, stream <c>export-{id}</c>. Who takes them is the facts' actor.
/// </summary>
public abstract record BehaviourExportEvent
{
    private BehaviourExportEvent()
    {
    }

    /// <summary>Somebody is about to be sent what a search finds. Written before the first byte leaves.</summary>
    /// <param name="Query">The search, as it was typed.</param>
    /// <param name="Format"><c>jsonl</c> or <c>csv</c>.</param>
    public sealed record Begun(string Query, string Format) : BehaviourExportEvent;

    /// <summary>No more is sent.</summary>
    /// <param name="Observations">How many were sent.</param>
    /// <param name="Digest">SHA-256 of the bytes that were sent, <c>sha256:</c> and base64.</param>
    /// <param name="IsComplete">False: cut by a limit, by damage, or by whoever hung up.</param>
    /// <param name="RetiredSegments">Segments that may have held more and are retired.</param>
    public sealed record Ended(long Observations, string Digest, bool IsComplete, int RetiredSegments)
        : BehaviourExportEvent;
}
