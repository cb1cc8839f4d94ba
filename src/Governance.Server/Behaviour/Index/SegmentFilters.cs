using Governance.Domain.Audit;
using Governance.Domain.Intake;
using Governance.Postgres;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Npgsql;

namespace Governance.Server.Behaviour.Index;

/// <summary>
/// Gives each segment its filter, and takes it away when the segment is retired. Nothing depends on it but speed: a
/// segment whose filter is not there yet is opened.
/// </summary>
internal sealed class SegmentFilters(
    NpgsqlDataSource database, SegmentReader segments, ILogger<SegmentFilters> log) : IReaction
{
    /// <inheritdoc/>
    public string Name => nameof(SegmentFilters);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } =
        [typeof(BehaviourEvent.SegmentRecorded), typeof(AuditEvent.SegmentsRetired)];

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } = [];

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        switch (fact.Event)
        {
            case BehaviourEvent.SegmentRecorded header:
                await WriteAsync(fact.Position, header.Day, context.Stopping);
                break;
            case AuditEvent.SegmentsRetired retired:
                await DeleteAsync(retired.Day, context.Stopping);
                break;
        }
    }

    /// <summary>A segment that is gone has none, nor has one whose damage is for whoever opens it to tell.</summary>
    private async Task WriteAsync(long position, DateOnly day, CancellationToken ct)
    {
        try
        {
            await WriteAsync(position, day, await segments.ReadAsync(position, ct), ct);
        }
        catch (InvalidDataException error)
        {
            log.LogWarning(error, "The segment at {Position} cannot be read; it has no filter.", position);
        }
    }

    /// <summary>Writes the filter of one segment.</summary>
    internal async Task WriteAsync(
        long position, DateOnly day, IReadOnlyList<Observation> observations, CancellationToken ct)
    {
        if (observations.Count == 0)
            return;
        await using var command = database.CreateCommand(Sql.Of<SegmentFilters>("insert_filter"));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SegmentFilter.Of(observations) });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task DeleteAsync(DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentFilters>("delete_filters"));
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        await command.ExecuteNonQueryAsync(ct);
    }
}
