using Npgsql;

namespace Governance.Postgres;

/// <summary>How every room reaches the database: one data source per schema, prepared statements kept.</summary>
public static class GovernanceDatabase
{
    /// <summary>The schema of the product's tables where none is named.</summary>
    public const string DefaultSchema = "governance";

    /// <summary>Statements kept prepared per connection: more than the product has hot ones.</summary>
    private const int MaxPreparedStatements = 200;

    /// <summary>Connections one process may hold: several nodes share PostgreSQL's default of 100.</summary>
    private const int MaxPoolSize = 40;

    /// <summary>Seconds until an unreachable database is reported as such.</summary>
    private const int ConnectTimeoutSeconds = 3;

    /// <summary>
    /// A data source whose unqualified table names mean <paramref name="schema"/>. Sessions are not reset when they
    /// return to the pool (two to three times faster on short statements): whoever changes a session setting uses
    /// <c>set local</c>.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString, string schema = DefaultSchema) =>
        new NpgsqlDataSourceBuilder(Settings(connectionString, schema).ConnectionString) { Name = "governance" }
            .Build();

    /// <summary>The schema that a data source of <see cref="Open"/> works in.</summary>
    public static string SchemaOf(NpgsqlDataSource database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString).SearchPath ?? "public";

    internal static NpgsqlConnectionStringBuilder Settings(string connectionString, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = schema,
            NoResetOnClose = true,
            MaxAutoPrepare = MaxPreparedStatements,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = MaxPoolSize,
            // Of a pipelined batch the statement that failed is named.
            IncludeFailedBatchedCommand = true,
            Timeout = ConnectTimeoutSeconds,
        };
        settings.ApplicationName ??= "governance";
        return settings;
    }
}
