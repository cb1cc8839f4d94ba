using Npgsql;

namespace Governance.Postgres;

/// <summary>
/// Finds out whether a connection pooler that deals out servers by the transaction (PgBouncer's default advice) stands
/// before the database. Through one, prepared statements, LISTEN and the schema of a session are somebody else's, so
/// this product would lose wake-ups and write into wrong tables; a pooler in session mode is no matter.
/// </summary>
public static class TransactionPooler
{
    /// <summary>Looks at what a busy pool may hide; the first look nearly always tells.</summary>
    private const int Looks = 5;

    /// <summary>
    /// Seconds that a statement may wait for a server: in a pool of one, only the transaction's end would free it.
    /// </summary>
    private const int TimeoutSeconds = 3;

    /// <summary>The console that PgBouncer serves as if it were a database.</summary>
    private const string Console = "pgbouncer";

    /// <summary>Returns where sessions are this process's own.</summary>
    /// <exception cref="TransactionPoolerException">They are not; its message names who stands between.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task RefuseAsync(
        string connectionString, string schema = GovernanceDatabase.DefaultSchema, CancellationToken ct = default)
    {
        var settings = new NpgsqlConnectionStringBuilder(
            GovernanceDatabase.Settings(connectionString, schema).ConnectionString)
        {
            Pooling = false,
            MaxAutoPrepare = 0,
            CommandTimeout = TimeoutSeconds,
        };
        await using var first = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await first.OpenAsync(ct);
        }
        catch (PostgresException refused) when (
            refused.MessageText.Contains("startup parameter", StringComparison.Ordinal))
        {
            throw new TransactionPoolerException(
                await NameAsync(settings, ct), $"it does not pass a session's settings on ({refused.MessageText})");
        }

        var own = await BackendAsync(first, ct);
        if (own.Pid == first.ProcessID)
            return;
        if (own.SearchPath != schema)
        {
            throw new TransactionPoolerException(
                await NameAsync(settings, ct), $"a session's schema is \"{own.SearchPath}\" instead of {schema}");
        }

        await using var second = new NpgsqlConnection(settings.ConnectionString);
        await second.OpenAsync(ct);
        for (var look = 0; look < Looks; look++)
        {
            if (await IsTakenAwayAsync(first, second, ct))
            {
                throw new TransactionPoolerException(
                    await NameAsync(settings, ct), "a session's server changes between two statements");
            }
        }
    }

    /// <summary>Whether the server of one session serves another as soon as that one is in a transaction.</summary>
    private static async Task<bool> IsTakenAwayAsync(
        NpgsqlConnection first, NpgsqlConnection second, CancellationToken ct)
    {
        var before = await BackendAsync(first, ct);
        await using var transaction = await second.BeginTransactionAsync(ct);
        await BackendAsync(second, ct);
        try
        {
            return (await BackendAsync(first, ct)).Pid != before.Pid;
        }
        catch (NpgsqlException waited) when (waited.InnerException is TimeoutException)
        {
            return true;
        }
    }

    private static async Task<(int Pid, string SearchPath)> BackendAsync(
        NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of(typeof(TransactionPooler), "read_backend"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt32(0), reader.GetString(1));
    }

    /// <summary>PostgreSQL has no database of that name; whoever says anything else is PgBouncer itself.</summary>
    private static async Task<string> NameAsync(NpgsqlConnectionStringBuilder settings, CancellationToken ct)
    {
        settings = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = Console };
        settings.Remove("Search Path");
        await using var console = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await console.OpenAsync(ct);
            return "PgBouncer";
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return "A connection pooler";
        }
        catch (NpgsqlException)
        {
            return "PgBouncer";
        }
    }
}

/// <summary>A pooler that deals out servers by the transaction stands before the database.</summary>
public sealed class TransactionPoolerException(string pooler, string seen)
    : Exception(
        $"{pooler} stands between this server and its database and pools by the transaction: {seen}. "
        + "Connect to PostgreSQL itself, or through a pool in session mode that passes search_path on.");
