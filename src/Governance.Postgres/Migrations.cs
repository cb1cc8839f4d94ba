using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Governance.Postgres;

/// <summary>
/// Forward-only migrations, <c>migrations/NNNN_room_what.sql</c>, applied in order of their names into the data
/// source's schema. Each is one transaction; a lock lets several starting nodes apply them once.
/// </summary>
public static class Migrations
{
    private const string Folder = "migrations/";

    /// <summary>One migration file as it is embedded.</summary>
    public sealed record Migration(string Name, string Text)
    {
        /// <summary>SHA-256 of the text, lower-case hexadecimal.</summary>
        public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

        /// <summary>What it is for: the first sentence of the comment that every migration begins with.</summary>
        public string Heading
        {
            get
            {
                var comment = string.Join(
                    ' ', Text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
                        .Select(line => line.TrimStart('-').Trim()));
                return comment.Split(". ")[0].TrimEnd('.') + ".";
            }
        }
    }

    /// <summary>Every migration of this binary, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(name[Folder.Length..^".sql".Length], Read(name))),
    ];

    /// <summary>Applies what is missing and answers its names.</summary>
    /// <exception cref="MigrationChangedException">An applied migration's text is not what it was.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await PrepareSchemaAsync(connection, GovernanceDatabase.SchemaOf(database), ct);
        var missing = Missing(await AppliedAsync(connection, ct));
        foreach (var migration in missing)
            await ApplyAsync(connection, migration, ct);
        await transaction.CommitAsync(ct);
        return [.. missing.Select(migration => migration.Name)];
    }

    /// <summary>What <see cref="ApplyAsync(NpgsqlDataSource, CancellationToken)"/> would apply; changes nothing.
    /// </summary>
    /// <exception cref="MigrationChangedException">An applied migration's text is not what it was.</exception>
    public static async Task<IReadOnlyList<Migration>> PlanAsync(
        NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var looking = new NpgsqlCommand(Sql.Of(typeof(Migrations), "find_schema_migrations"), connection);
        var begun = (bool)(await looking.ExecuteScalarAsync(ct))!;
        return Missing(begun ? await AppliedAsync(connection, ct) : []);
    }

    private static IReadOnlyList<Migration> Missing(Dictionary<string, string> applied)
    {
        foreach (var migration in All)
        {
            if (applied.TryGetValue(migration.Name, out var sha256) && sha256 != migration.Sha256)
                throw new MigrationChangedException(migration.Name);
        }

        return [.. All.Where(migration => !applied.ContainsKey(migration.Name))];
    }

    private static async Task PrepareSchemaAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var locking = new NpgsqlCommand(Sql.Of(typeof(Migrations), "lock_migrations"), connection);
        locking.Parameters.AddWithValue(schema);
        await locking.ExecuteNonQueryAsync(ct);
        var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(schema);
        await using var creating = new NpgsqlCommand($"create schema if not exists {quoted}", connection);
        await creating.ExecuteNonQueryAsync(ct);
        await using var table = new NpgsqlCommand(Sql.Of(typeof(Migrations), "create_schema_migrations"), connection);
        await table.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Dictionary<string, string>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal); // Bounded by the migrations ever written.
        await using var command = new NpgsqlCommand(Sql.Of(typeof(Migrations), "list_schema_migrations"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        // A migration is a script of many statements; Npgsql splits them only for unprepared commands.
        await using var script = new NpgsqlCommand(migration.Text, connection);
        await script.ExecuteNonQueryAsync(ct);
        await using var noting = new NpgsqlCommand(Sql.Of(typeof(Migrations), "insert_schema_migration"), connection);
        noting.Parameters.AddWithValue(migration.Name);
        noting.Parameters.AddWithValue(migration.Sha256);
        await noting.ExecuteNonQueryAsync(ct);
    }

    private static string Read(string resource)
    {
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>
/// A migration that this database already has was edited. Migrations are forward-only: write a new one.
/// </summary>
public sealed class MigrationChangedException(string name)
    : Exception($"Migration {name} was changed after this database applied it. Write a new migration instead.");
