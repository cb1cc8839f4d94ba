using Governance.Domain;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Signals.Backtests.Reading;

/// <summary>A deployment that has streamed.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Name">As its sender said it last.</param>
public sealed record StreamedDeployment(DeploymentId Id, string Name);

/// <summary>Finds its way in the log: who streamed, and which position stood at a time.</summary>
internal sealed class LogMap(NpgsqlDataSource database)
{
    /// <summary>Every deployment that ever streamed, by name.</summary>
    internal async Task<IReadOnlyList<StreamedDeployment>> DeploymentsAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogMap>("list_streamed_deployments"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<StreamedDeployment>();
        while (await reader.ReadAsync(ct))
            found.Add(new StreamedDeployment(new DeploymentId(reader.GetString(0)), reader.GetString(1)));
        return found;
    }

    /// <summary>The last position that was recorded by a time; 0: none.</summary>
    internal async Task<long> PositionAtAsync(DateTimeOffset time, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogMap>("find_position_at"));
        command.Parameters.AddWithValue(time.ToUniversalTime());
        return await command.ExecuteScalarAsync(ct) is long position ? position : 0;
    }
}
