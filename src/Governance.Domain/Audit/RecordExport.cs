namespace Governance.Domain.Audit;

/// <summary>A copy of the log is about to be taken away.</summary>
public sealed record RecordExport(string Export, bool Payloads)
{
    /// <summary>Every export is a fact of its own, written before the copy so that the copy holds it.</summary>
    public Decision<AuditEvent> Decide(LogKeeping keeping) => keeping.LastExport == Export
        ? Decision.Nothing<AuditEvent>()
        : Decision.Append<AuditEvent>(new AuditEvent.Exported(Export, Payloads));
}
