using System.Data.Common;
using Governance.Domain;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.OnCall.Contacts;

/// <summary>One way to a person with its address, which is never shown whole, logged or written into the log.</summary>
/// <param name="PagerUser">The person's id at PagerDuty, by which their acknowledgements there are theirs here.</param>
internal sealed record ContactRow(string Id, PersonId Person, PagingAddress Address, string? PagerUser)
{
    public static ContactRow Read(DbDataReader row) => new(
        row.GetString(0),
        new PersonId(row.GetString(1)),
        new PagingAddress(
            row.GetString(3),
            Enum.Parse<PageFormat>(row.GetString(2), ignoreCase: true),
            row.IsDBNull(4) ? null : row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5));
}

/// <summary>The addresses of people, as rows beside the facts.</summary>
internal sealed class ContactTable(NpgsqlDataSource database)
{
    /// <summary>Eight ways for each of the people that a list holds.</summary>
    private const int ListMax = 4_000;

    /// <summary>The row of a new way, in the commit of its fact.</summary>
    public static Effects Insert(ContactRow row) => Write(
        "insert_contact",
        Text(row.Id),
        Text(row.Person.Value),
        Text(row.Address.Channel),
        Text(row.Address.Url),
        Text(row.Address.RoutingKey),
        Text(row.PagerUser),
        JoinedValue.At);

    /// <summary>Forgets an address, in the commit of the fact that says so.</summary>
    public static Effects Delete(string id) => Write("delete_contact", Text(id));

    /// <summary>One way; null when it was removed.</summary>
    public async Task<ContactRow?> FindAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContactTable>("find_contact"));
        command.Parameters.Add(new() { Value = id });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? ContactRow.Read(rows) : null;
    }

    /// <summary>Everybody's ways, by person.</summary>
    public async Task<IReadOnlyList<ContactRow>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContactTable>("list_contacts"));
        command.Parameters.Add(new() { Value = ListMax });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var contacts = new List<ContactRow>(); // Bounded by ListMax.
        while (await rows.ReadAsync(ct))
            contacts.Add(ContactRow.Read(rows));
        return contacts;
    }

    /// <summary>Who has that account at PagerDuty; null when nobody said so.</summary>
    public async Task<PersonId?> FindPagerUserAsync(string user, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContactTable>("find_pager_user"));
        command.Parameters.Add(new() { Value = user });
        return await command.ExecuteScalarAsync(ct) is string person ? new PersonId(person) : null;
    }

    private static JoinedValue Text(string? value) => JoinedValue.Of(value, NpgsqlDbType.Text);

    private static Effects Write(string statement, params JoinedValue[] values) =>
        new() { Writes = [new JoinedWrite(Sql.Of<ContactTable>(statement), values)] };
}
