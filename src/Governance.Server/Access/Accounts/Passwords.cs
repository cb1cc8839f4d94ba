using Governance.Postgres;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Governance.Server.Access.Accounts;

/// <summary>
/// Checks and sets passwords with ASP.NET Core Identity's hashing; guessing locks the account for a while.
/// </summary>
public sealed class Passwords(
    NpgsqlDataSource database, People people, IPasswordHasher<PersonRow> hasher, TimeProvider clock)
{
    /// <summary>Wrong passwords in a row until the account is locked.</summary>
    public const int AttemptsMax = 5;

    /// <summary>Shorter ones are guessed; nothing else is asked of a password (NIST SP 800-63B).</summary>
    public const int LengthMin = 12;

    /// <summary>Longer ones only cost hashing time.</summary>
    public const int LengthMax = 256;

    /// <summary>How long a locked account stays locked.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // Hashed when nobody has that name, so that the answer takes as long as for somebody who does.
    private static readonly PersonRow s_nobody = new(default, "", "", [], null, "", 0, null);
    private readonly string _nobodysHash = hasher.HashPassword(s_nobody, Secret.Create("").Text);

    /// <summary>The person who knows this password, or null; wrong names and passwords look the same.</summary>
    public async Task<PersonRow?> CheckAsync(string signInName, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(password);
        var person = await people.FindAsync(signInName, ct);
        var hash = person?.PasswordHash ?? _nobodysHash;
        var tried = password.Length > LengthMax ? "" : password;
        var right = hasher.VerifyHashedPassword(person ?? s_nobody, hash, tried) != PasswordVerificationResult.Failed;
        if (person?.PasswordHash is null || person.LockedUntil > clock.GetUtcNow())
            return null;
        if (right)
            await RunAsync("clear_failed_attempts", person, ct);
        else
            await RunAsync("record_failed_attempt", person, ct, AttemptsMax, clock.GetUtcNow() + LockedFor);
        return right ? person : null;
    }

    /// <summary>Sets a new password; every session but the caller's next one ends.</summary>
    public async Task SetAsync(PersonRow person, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(password.Length, LengthMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(password.Length, LengthMax);
        var (hash, stamp) = (hasher.HashPassword(person, password), Secret.Create("").Text);
        await RunAsync("update_person_password", person, ct, hash, stamp);
    }

    private async Task RunAsync(string statement, PersonRow person, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(Sql.Of<Passwords>(statement));
        command.Parameters.Add(new() { Value = person.Id.Value });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
