using Npgsql;

namespace Governance.Postgres.Leasing;

/// <summary>One process that shares the work, as it last showed itself.</summary>
/// <param name="Id">One life of it; the holder of its leases.</param>
/// <param name="Home">Machine and data folder: the same after a restart.</param>
/// <param name="Version">Of its binary.</param>
/// <param name="SeenAt">Its last beat, by the database's clock.</param>
/// <param name="Silence">How long ago that was, by the same clock.</param>
/// <param name="Willing">The work it is willing to do now.</param>
/// <param name="Unknown">Event types that another node's binary knows and its own does not.</param>
/// <param name="Holds">The leases it has.</param>
public sealed record Node(
    string Id,
    string Home,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    TimeSpan Silence,
    IReadOnlyList<string> Willing,
    IReadOnlyList<string> Unknown,
    IReadOnlyList<string> Holds);

/// <summary>A node as the others see it when work is dealt out.</summary>
/// <param name="Lives">It has shown itself within the length of a lease.</param>
public sealed record Worker(string Id, IReadOnlyList<string> Willing, bool Lives);

/// <summary>The nodes of one database. Rows, like leases, and judged by the same clock.</summary>
public sealed class NodeTable(NpgsqlDataSource database)
{
    /// <summary>A node silent for this long will not come back under its name.</summary>
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromDays(1);

    /// <summary>
    /// Says that a node lives; one that was forgotten meanwhile is there again. Answers the database's time.
    /// </summary>
    public async Task<DateTimeOffset> BeatAsync(
        string id, string home, string version, string[] eventTypes, string[] willing, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<NodeTable>("beat_node"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(home);
        command.Parameters.AddWithValue(version);
        command.Parameters.AddWithValue(eventTypes);
        command.Parameters.AddWithValue(willing);
        return (DateTime)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Who may be given work; whoever was silent for <paramref name="silence"/> lives no more.</summary>
    public async Task<IReadOnlyList<Worker>> ListWorkersAsync(TimeSpan silence, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<NodeTable>("list_workers"));
        command.Parameters.AddWithValue(silence);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var workers = new List<Worker>(); // Bounded by the nodes of a day.
        while (await reader.ReadAsync(ct))
        {
            workers.Add(new Worker(
                reader.GetString(0), reader.GetFieldValue<string[]>(1), reader.GetBoolean(2)));
        }

        return workers;
    }

    /// <summary>Every node that is known, the longest-running first.</summary>
    public async Task<IReadOnlyList<Node>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<NodeTable>("list_nodes"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var nodes = new List<Node>(); // Bounded by the nodes of a day.
        while (await reader.ReadAsync(ct))
        {
            nodes.Add(new Node(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetTimeSpan(5),
                reader.GetFieldValue<string[]>(6),
                reader.GetFieldValue<string[]>(7),
                reader.GetFieldValue<string[]>(8)));
        }

        return nodes;
    }

    /// <summary>A node that leaves in good order, or that a human says will not come back.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<NodeTable>("remove_node"));
        command.Parameters.AddWithValue(id);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>
    /// Forgets earlier lives of <paramref name="home"/> that are silent for <paramref name="silence"/>, since this one
    /// came after them, and whoever is silent for a day.
    /// </summary>
    public async Task ForgetAsync(string id, string home, TimeSpan silence, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<NodeTable>("forget_nodes"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(home);
        command.Parameters.AddWithValue(silence);
        command.Parameters.AddWithValue(s_forgottenAfter);
        await command.ExecuteNonQueryAsync(ct);
    }
}
