namespace Governance.Domain.Audit;

/// <summary>The stream <c>audit-log</c>: what happened to the log itself, and who took copies of it away.</summary>
public abstract record AuditEvent
{
    private AuditEvent()
    {
    }

    /// <summary>The store no longer holds what was signed. Signing stopped; everything else goes on.</summary>
    /// <param name="Position">The first fact concerned.</param>
    /// <param name="Code">The verifier's word for it, e.g. <c>PAYLOAD_MISMATCH</c>.</param>
    /// <param name="Detail">One sentence, without content.</param>
    /// <param name="SignedSize">How many facts the last signed checkpoint covers.</param>
    public sealed record LogDamaged(long Position, string Code, string Detail, long SignedSize) : AuditEvent;

    /// <summary>What was damaged agrees with the signed log again, and signing goes on.</summary>
    /// <param name="By">Who looked into it.</param>
    /// <param name="Reason">What had happened, in their words.</param>
    public sealed record SigningResumed(PersonId By, string Reason) : AuditEvent;

    /// <summary>A copy of the log left the house, and with it a checkpoint that nobody here can take back.</summary>
    /// <param name="Export">Id of the export.</param>
    /// <param name="Payloads">Whether payloads went along.</param>
    public sealed record Exported(string Export, bool Payloads) : AuditEvent;

    /// <summary>
    /// The bytes of a day's behaviour are about to be dropped, as the retention asks. Headers and proofs stay.
    /// </summary>
    /// <param name="Day">The recorded day, UTC.</param>
    /// <param name="Segments">Segments of that day.</param>
    /// <param name="Observations">Observations in them.</param>
    /// <param name="Held">How many of the segments are kept, because a signal names them as its evidence.</param>
    public sealed record SegmentsRetired(DateOnly Day, long Segments, long Observations, long Held) : AuditEvent;
}
