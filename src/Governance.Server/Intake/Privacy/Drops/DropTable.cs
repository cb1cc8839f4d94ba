using Governance.Domain;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>One reason why a deployment's data was not kept, with its count over all nodes and time.</summary>
/// <param name="Deployment">Whose it was.</param>
/// <param name="Sender">What its senders call it.</param>
/// <param name="Reason">A word of <see cref="DropReasons"/>.</param>
/// <param name="Name">The shape of an attribute's name that no table lists; empty for the reason's whole count.</param>
/// <param name="Count">How often.</param>
/// <param name="LastAt">When it was last written down.</param>
public sealed record Drop(
    DeploymentId Deployment, string Sender, string Reason, string Name, long Count, DateTimeOffset LastAt);

/// <summary>What was not kept, as all nodes counted it; a node writes its counts down every few seconds.</summary>
public sealed class DropTable(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Rows of one reading: some dozens of deployments with all their names.</summary>
    public const int ReadMax = 5_000;

    /// <summary>What was not kept of one deployment, or of all, by sender; counts before names.</summary>
    public async Task<IReadOnlyList<Drop>> ReadAsync(DeploymentId? deployment, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DropTable>("list_drops"));
        command.Parameters.Add(new() { Value = deployment is { } one ? one.Value : DBNull.Value });
        command.Parameters.Add(new() { Value = ReadMax });
        return await ReadAsync(command, ct);
    }

    /// <summary>How much was not kept of every deployment, by reason, without names.</summary>
    public async Task<IReadOnlyList<Drop>> CountAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DropTable>("count_drops"));
        command.Parameters.Add(new() { Value = ReadMax });
        return await ReadAsync(command, ct);
    }

    private static async Task<IReadOnlyList<Drop>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var rows = await command.ExecuteReaderAsync(ct);
        var drops = new List<Drop>();
        while (await rows.ReadAsync(ct))
        {
            drops.Add(new Drop(
                new DeploymentId(rows.GetString(0)), rows.GetString(1), rows.GetString(2), rows.GetString(3),
                rows.GetInt64(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }
        return drops;
    }

    internal async Task AddAsync(IReadOnlyList<DropCount> counts, CancellationToken ct)
    {
        if (counts.Count == 0)
            return;
        await using var command = database.CreateCommand(Sql.Of<DropTable>("add_drops"));
        command.Parameters.Add(new() { Value = counts.Select(one => one.Deployment.Value).ToArray() });
        command.Parameters.Add(new() { Value = counts.Select(one => one.Sender).ToArray() });
        command.Parameters.Add(new() { Value = counts.Select(one => one.Reason).ToArray() });
        command.Parameters.Add(new() { Value = counts.Select(one => one.Name).ToArray() });
        command.Parameters.Add(new() { Value = counts.Select(one => one.Count).ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new() { Value = DropBook.MaxNames });
        await command.ExecuteNonQueryAsync(ct);
    }
}
