using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Access.Accounts;

/// <summary>
/// The people of this installation. Accounts and roles are facts; names and what they sign in with are rows, written in
/// the same commit.
/// </summary>
public sealed class People(NpgsqlDataSource database, Transactor transactor, TimeProvider clock)
{
    /// <summary>A list of people fits a page; an installation has dozens, not thousands.</summary>
    public const int ListMax = 500;

    internal static readonly StreamOf<Person, PersonEvent> Stream = new("person", Person.Initial, Person.Evolve);

    /// <summary>Makes an account. The person comes in by a sign-in link and then sets a password.</summary>
    public async Task<(Outcome<Person> Outcome, PersonId Id)> RegisterAsync(
        string signInName, string name, IReadOnlyCollection<Role> roles, Actor by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(signInName);
        var typed = signInName.Trim().ToLowerInvariant();
        var id = new PersonId(Guid.CreateVersion7(clock.GetUtcNow()).ToString("n"));
        if (await FindAsync(typed, ct) is { } other)
            return (new Outcome<Person>.Refused(new SignInNameTaken(typed)), other.Id);
        var command = new RegisterPerson(id, [.. roles], by);
        try
        {
            var row = Row(id, typed, name.Trim(), command.Roles);
            var outcome = await transactor.TransactAsync(
                Stream, id.Value, (person, _) => command.Decide(person), by, row, ct);
            return (outcome, id);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return (new Outcome<Person>.Refused(new SignInNameTaken(typed)), id);
        }
    }

    /// <summary>Gives a role.</summary>
    public Task<Outcome<Person>> GrantAsync(PersonId id, Role role, Actor by, CancellationToken ct) =>
        ChangeRolesAsync(id, person => new GrantRole(role, by).Decide(person), by, ct);

    /// <summary>Takes a role; open sessions lose it with their next request.</summary>
    public Task<Outcome<Person>> RevokeAsync(PersonId id, Role role, Actor by, CancellationToken ct) =>
        ChangeRolesAsync(id, person => new RevokeRole(role, by).Decide(person), by, ct);

    /// <summary>One person, or null.</summary>
    public Task<PersonRow?> GetAsync(PersonId id, CancellationToken ct) => OneAsync("get_person", id.Value, ct);

    /// <summary>Whoever signs in under that name, or null.</summary>
    public Task<PersonRow?> FindAsync(string signInName, CancellationToken ct) =>
        OneAsync("find_person", signInName.Trim().ToLowerInvariant(), ct);

    /// <summary>Everybody, by name; at most <see cref="ListMax"/>.</summary>
    public async Task<IReadOnlyList<PersonRow>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<People>("list_people"));
        command.Parameters.Add(new() { Value = ListMax });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var people = new List<PersonRow>();
        while (await rows.ReadAsync(ct))
            people.Add(PersonRow.Read(rows));
        return people;
    }

    /// <summary>True before the first account.</summary>
    public async Task<bool> IsNobodyAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<People>("count_people"));
        return (long)(await command.ExecuteScalarAsync(ct))! == 0;
    }

    private async Task<PersonRow?> OneAsync(string query, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<People>(query));
        command.Parameters.Add(new() { Value = key });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? PersonRow.Read(rows) : null;
    }

    private Task<Outcome<Person>> ChangeRolesAsync(
        PersonId id, Func<Person, Decision<PersonEvent>> decide, Actor by, CancellationToken ct) =>
        transactor.TransactAsync(
            Stream, id.Value, (person, _) => decide(person), (after, _) => RolesOf(id, after.Roles), by, ct);

    private static Effects Row(PersonId id, string signInName, string name, ImmutableSortedSet<Role> roles) => Write(
        "insert_person",
        JoinedValue.Of(id.Value, NpgsqlDbType.Text),
        JoinedValue.Of(signInName, NpgsqlDbType.Text),
        JoinedValue.Of(name, NpgsqlDbType.Text),
        Names(roles),
        JoinedValue.Of(Secret.Create("").Text, NpgsqlDbType.Text),
        JoinedValue.At);

    private static Effects RolesOf(PersonId id, ImmutableSortedSet<Role> roles) =>
        Write("update_person_roles", JoinedValue.Of(id.Value, NpgsqlDbType.Text), Names(roles));

    private static Effects Write(string statement, params JoinedValue[] values) =>
        new() { Writes = [new JoinedWrite(Sql.Of<People>(statement), values)] };

    private static JoinedValue Names(ImmutableSortedSet<Role> roles) => JoinedValue.Of(
        roles.Select(role => role.ToString()).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
}
