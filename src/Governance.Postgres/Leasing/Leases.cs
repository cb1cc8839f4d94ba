using Npgsql;
using NpgsqlTypes;

namespace Governance.Postgres.Leasing;

/// <summary>
/// A right that one node has at a time, until a moment of the database's clock. <paramref name="Epoch"/> is the fencing
/// token: it rises with every change of holder, so an old holder's writes can be told apart.
/// </summary>
public sealed record Lease(string Name, string Holder, long Epoch, DateTimeOffset Until)
{
    /// <summary>Makes an append fail unless this lease is still held when it is written.</summary>
    public RowGuard Guard() => new(
        Sql.Of<Lease>("hold_lease"),
        [
            JoinedValue.Of(Name, NpgsqlDbType.Text),
            JoinedValue.Of(Holder, NpgsqlDbType.Text),
            JoinedValue.Of(Epoch, NpgsqlDbType.Bigint),
        ]);
}

/// <summary>Leases are rows, judged by the database's clock only; a node's own clock never matters.</summary>
public sealed class Leases(NpgsqlDataSource database)
{
    /// <summary>
    /// Takes a free or run-out lease, or renews one that this holder has; null while another holds it.
    /// </summary>
    public async Task<Lease?> TryAcquireAsync(string name, string holder, TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Leases>("acquire_lease"));
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(holder);
        command.Parameters.AddWithValue(length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new Lease(name, holder, reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }

    /// <summary>
    /// Gives a lease back before its end, so that another node need not wait. A lost lease stays lost.
    /// </summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Leases>("release_lease"));
        command.Parameters.AddWithValue(lease.Name);
        command.Parameters.AddWithValue(lease.Holder);
        command.Parameters.AddWithValue(lease.Epoch);
        await command.ExecuteNonQueryAsync(ct);
    }
}
