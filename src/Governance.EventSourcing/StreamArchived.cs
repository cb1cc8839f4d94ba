namespace Governance.EventSourcing;

/// <summary>
/// The last event of an archived stream: archiving is a fact like any other, so it has a place, an author and a proof,
/// and every reader learns of it in order. It carries Marten's name, so Marten reads it as its own <c>Archived</c>.
/// </summary>
/// <param name="Reason">Why; null where somebody only set <c>mt_streams.is_archived</c>.</param>
public sealed record StreamArchived(string? Reason)
{
    /// <summary>The stored name. Migration 0014 knows it too.</summary>
    public const string Alias = "archived";
}
