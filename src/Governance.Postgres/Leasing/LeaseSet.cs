using Npgsql;

namespace Governance.Postgres.Leasing;

/// <summary>
/// Many leases of one holder, kept with one statement a round. They are judged by the database's clock like single ones
/// (<see cref="Leases"/>), and each taking has an epoch of its own.
/// </summary>
public sealed class LeaseSet(NpgsqlDataSource database, string holder)
{
    /// <summary>
    /// Renews what this holder has and answers the names that it still has. One that ran out but that nobody took goes
    /// on under its epoch: nothing can have happened under a later one.
    /// </summary>
    public async Task<IReadOnlySet<string>> RenewAsync(
        IReadOnlyCollection<Lease> held, TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LeaseSet>("renew_leases"));
        command.Parameters.AddWithValue(holder);
        command.Parameters.AddWithValue(held.Select(lease => lease.Name).ToArray());
        command.Parameters.AddWithValue(held.Select(lease => lease.Epoch).ToArray());
        command.Parameters.AddWithValue(length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var still = new HashSet<string>(StringComparer.Ordinal); // Bounded by held.
        while (await reader.ReadAsync(ct))
            still.Add(reader.GetString(0));
        return still;
    }

    /// <summary>
    /// Takes those of <paramref name="names"/> that are free or have run out. A lease that would last for longer than
    /// twice its length was written before the database's clock was set back, and counts as run out.
    /// </summary>
    public async Task<IReadOnlyList<Lease>> TakeAsync(
        IReadOnlyCollection<string> names, TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LeaseSet>("take_leases"));
        command.Parameters.AddWithValue(holder);
        command.Parameters.AddWithValue(names.ToArray());
        command.Parameters.AddWithValue(length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var taken = new List<Lease>(); // Bounded by names.
        while (await reader.ReadAsync(ct))
        {
            taken.Add(new Lease(
                reader.GetString(0), holder, reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return taken;
    }
}
