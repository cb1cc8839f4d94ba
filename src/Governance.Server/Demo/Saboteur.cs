using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Demo;

/// <summary>
/// What somebody with the database's own superuser password can do behind the server's back: triggers off, one stored
/// approval rewritten to carry another person's name.
/// </summary>
internal static class Saboteur
{
    /// <summary>Alters the approval of <paramref name="rollout"/>; returns the position of the altered fact.</summary>
    internal static async Task<long> AlterApprovalAsync(string database, string rollout, CancellationToken stop)
    {
        var settings = new NpgsqlConnectionStringBuilder(database)
        {
            // Only a superuser may switch the refusing triggers off, and that is the point.
            Options = "-c session_replication_role=replica",
            SearchPath = GovernanceDatabase.DefaultSchema,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand(Sql.Of<Story>("alter_approval"), connection);
        command.Parameters.AddWithValue("rollout-" + rollout);
        return (long?)await command.ExecuteScalarAsync(stop)
            ?? throw new StepDidNotHappen("the rollout has no stored approval to alter");
    }
}
