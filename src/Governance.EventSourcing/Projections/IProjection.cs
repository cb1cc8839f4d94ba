using Npgsql;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// Tables that are a function of the log alone: no clock, no ids, no other table. Rows and checkpoint move in one
/// transaction, so every event is applied exactly once, in order.
/// </summary>
public interface IProjection
{
    /// <summary>A stable word; the checkpoint is <c>{Name}:All</c>. A new shape of the tables is a new name.</summary>
    string Name { get; }

    /// <summary>The aliases it wants; null for every event, behaviour included.</summary>
    IReadOnlyCollection<string>? Types { get; }

    /// <summary>Writes what follows from some events, in commit order, inside the given transaction.</summary>
    Task ApplyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<RecordedEvent> events,
        CancellationToken ct);

    /// <summary>Empties the tables, before a rebuild.</summary>
    Task ResetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct);
}

/// <summary>How far a projection is, for metrics and the operations page.</summary>
/// <param name="Name">The projection's name.</param>
/// <param name="Position">Everything up to here is in its tables.</param>
/// <param name="Failure">What the last attempt failed with; null while it runs.</param>
public sealed record ProjectionProgress(string Name, long Position, string? Failure);
