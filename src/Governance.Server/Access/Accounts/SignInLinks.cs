using Governance.Domain;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Access.Accounts;

/// <summary>
/// Links that sign one person in once: at the first start, for somebody just invited, for the demonstration. Only a
/// hash is kept; opening the link shows a button, so that a mail scanner does not use it up.
/// </summary>
public sealed class SignInLinks(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Long enough to be handed over, short enough to be forgotten safely.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>A new link's path, <c>/sign-in/…</c>, to be put behind the server's address.</summary>
    public async Task<string> CreateAsync(PersonId person, TimeSpan? life = null, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var secret = Secret.Create("");
        await RunAsync("delete_expired_sign_in_links", ct, now);
        await RunAsync("insert_sign_in_link", ct, secret.Hash(), person.Value, now + (life ?? Life));
        return $"/sign-in/{secret.Text}";
    }

    /// <summary>Whom the link would sign in, without using it; null when it is spent, expired or invented.</summary>
    internal async Task<PersonId?> LookAsync(string token, CancellationToken ct) =>
        await RunAsync("find_sign_in_link", ct, new Secret(token).Hash(), clock.GetUtcNow());

    /// <summary>Uses the link up; of two that try, one gets the person.</summary>
    internal async Task<PersonId?> UseAsync(string token, CancellationToken ct) =>
        await RunAsync("use_sign_in_link", ct, new Secret(token).Hash(), clock.GetUtcNow());

    private async Task<PersonId?> RunAsync(string statement, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(Sql.Of<SignInLinks>(statement));
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(ct) is string person ? new PersonId(person) : null;
    }
}
