using System.Text;
using Governance.EventSourcing;

namespace Governance.Server.Audit.Pages;

/// <summary>What the audit page shows.</summary>
/// <param name="AsOf">The position looked back from; null for now.</param>
/// <param name="HasMore">Whether older facts of the filter follow.</param>
/// <param name="Types">Every event type, for the filter.</param>
public sealed record AuditView(
    LogView Log, FactFilter Filter, long? AsOf, IReadOnlyList<FactRow> Rows, bool HasMore, IReadOnlyList<string> Types);

/// <summary>One fact, and where it stands in the signed log.</summary>
/// <param name="Fact">The fact as this server holds it, which for a recent one is its own copy in memory.</param>
/// <param name="Stored">The payload in the database at this moment; null when its row is gone.</param>
/// <param name="ProvenIn">Size of the signed tree that it can be proved in; null while it is not signed.</param>
public sealed record FactView(RecordedEvent Fact, string? Stored, LogView Log, long? ProvenIn)
{
    /// <summary>True when the database no longer holds what this server wrote to it or read from it.</summary>
    public bool IsAltered => Stored is null || !Fact.Data.Span.SequenceEqual(Encoding.UTF8.GetBytes(Stored));
}
