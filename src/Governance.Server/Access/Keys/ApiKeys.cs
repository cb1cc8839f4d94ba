using System.Collections.Concurrent;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Access.Keys;

/// <summary>Keys of models and gateways: issued once, kept as hashes, revoked within seconds on every node.</summary>
public sealed class ApiKeys(NpgsqlDataSource database, Transactor transactor, TimeProvider clock)
{
    /// <summary>By which a leaked key is known for what it is.</summary>
    public const string Prefix = "gov_";

    /// <summary>Keys on one page; old revoked ones fall off its end.</summary>
    public const int ListMax = 500;

    /// <summary>More keys than any one node hears of within <see cref="s_remembered"/>.</summary>
    private const int RememberedMax = 10_000;

    /// <summary>
    /// A key that was good is taken for good so long: a query per batch would be felt, a revocation waits.
    /// </summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(5);

    private static readonly StreamOf<Key, KeyEvent> s_stream = new("key", Key.Initial, Key.Evolve);

    // Bounded by RememberedMax: emptied when full. Keyed by the hash as text, so no secret lies in memory.
    private readonly ConcurrentDictionary<string, (KeyHolder Holder, DateTimeOffset Until)> _known = new();

    /// <summary>Gives a machine a key; its text is never to be had again.</summary>
    public async Task<(Outcome<Key> Outcome, string Text)> IssueAsync(
        string label, Role role, Actor by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(label);
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("n");
        var secret = Secret.Create(Prefix);
        var row = new JoinedWrite(Sql.Of<ApiKeys>("insert_api_key"),
        [
            JoinedValue.Of(id, NpgsqlDbType.Text), JoinedValue.Of(secret.Hash(), NpgsqlDbType.Bytea),
            JoinedValue.Of(label.Trim(), NpgsqlDbType.Text), JoinedValue.Of(role.ToString(), NpgsqlDbType.Text),
            JoinedValue.At,
        ]);
        var outcome = await transactor.TransactAsync(
            s_stream, id, (key, _) => new IssueKey(role, by).Decide(key), by, new() { Writes = [row] }, ct);
        return (outcome, secret.Text);
    }

    /// <summary>Makes a key open nothing any more.</summary>
    public async Task<Outcome<Key>> RevokeAsync(string id, Actor by, CancellationToken ct)
    {
        var row = new JoinedWrite(
            Sql.Of<ApiKeys>("revoke_api_key"), [JoinedValue.Of(id, NpgsqlDbType.Text), JoinedValue.At]);
        var outcome = await transactor.TransactAsync(
            s_stream, id, (key, _) => new RevokeKey(by).Decide(key), by, new() { Writes = [row] }, ct);
        _known.Clear();
        return outcome;
    }

    /// <summary>Who holds this key, or null when it opens nothing.</summary>
    public async Task<KeyHolder?> HolderOfAsync(string text, CancellationToken ct)
    {
        var hash = new Secret(text).Hash();
        var name = Convert.ToHexString(hash);
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(name, out var known) && known.Until > now)
            return known.Holder;
        await using var command = database.CreateCommand(Sql.Of<ApiKeys>("find_api_key"));
        command.Parameters.Add(new() { Value = hash });
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
            return null;
        var holder = new KeyHolder(rows.GetString(0), Enum.Parse<Role>(rows.GetString(1)));
        if (_known.Count >= RememberedMax)
            _known.Clear();
        _known[name] = (holder, now + s_remembered);
        return holder;
    }

    /// <summary>Keys, newest first, without their texts.</summary>
    public async Task<IReadOnlyList<KeyRow>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ApiKeys>("list_api_keys"));
        command.Parameters.Add(new() { Value = ListMax });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var keys = new List<KeyRow>();
        while (await rows.ReadAsync(ct))
        {
            keys.Add(new KeyRow(
                rows.GetString(0), rows.GetString(1), Enum.Parse<Role>(rows.GetString(2)),
                rows.GetFieldValue<DateTimeOffset>(3),
                rows.IsDBNull(4) ? null : rows.GetFieldValue<DateTimeOffset>(4)));
        }

        return keys;
    }
}

/// <summary>Which key called, and what it may.</summary>
public sealed record KeyHolder(string Id, Role Role);

/// <summary>A key as administrators see it.</summary>
public sealed record KeyRow(string Id, string Label, Role Role, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt);
