using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.DeadLettering;

/// <summary>Work that was given up on.</summary>
/// <param name="Source">Who gave up: <c>reaction:…</c>, <c>timer:…</c>, <c>outbox:…</c> or <c>queue</c>.</param>
/// <param name="Reference">What it was, unique within the source.</param>
/// <param name="Key">Whose it was: the order that it kept, and that is parked behind it.</param>
/// <param name="Position">The fact in the log that it came from.</param>
/// <param name="Error">The last error's message.</param>
/// <param name="Replayable">A human asked for it to be tried again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="PayloadJson">What was to be handled, as far as it is not the fact at the position.</param>
public sealed record DeadLetter(
    long Id,
    string Source,
    string Reference,
    string Key,
    long? Position,
    string Error,
    DateTimeOffset At,
    bool Replayable,
    int Attempts = 1,
    string? PayloadJson = null);

/// <summary>The dead letters, with Wolverine's switch: setting <c>replayable</c> tries one again.</summary>
public sealed class DeadLetters(NpgsqlDataSource database)
{
    /// <summary>Letters shown or replayed at once; the rest follows.</summary>
    private const int ReadLimit = 500;

    /// <summary>The longest error kept with a letter, in characters.</summary>
    private const int MaxErrorLength = 2_000;

    /// <summary>Gives up on something; giving up on it again changes nothing.</summary>
    public async Task AddAsync(
        string source,
        string reference,
        string key,
        long? position,
        string error,
        CancellationToken ct,
        int attempts = 1,
        string? payloadJson = null)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>("insert_dead_letter"));
        command.Parameters.AddWithValue(source);
        command.Parameters.AddWithValue(reference);
        command.Parameters.AddWithValue(key);
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)position ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Short(error));
        command.Parameters.AddWithValue(attempts);
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)payloadJson ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Json });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One letter, or null when there is none of that id.</summary>
    public async Task<DeadLetter?> FindAsync(long id, CancellationToken ct) =>
        (await ListAsync("find_dead_letter", id, ct)) is [var letter] ? letter : null;

    /// <summary>The oldest letters of every source, oldest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken ct) => ListAsync("list_dead_letters", null, ct);

    /// <summary>The letters of one source that a human wants tried again, oldest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListReplayableAsync(string source, CancellationToken ct) =>
        ListAsync("list_replayable_dead_letters", source, ct);

    /// <summary>The keys of one source that wait behind a letter.</summary>
    public async Task<IReadOnlyList<string>> ListKeysAsync(string source, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>("list_dead_letter_keys"));
        command.Parameters.AddWithValue(source);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<string>(); // Bounded by the letters that wait for a human.
        while (await reader.ReadAsync(ct))
            keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>
    /// Asks for a letter to be tried again, and with it all others of its key, since they keep their order; false when
    /// there is none of that id.
    /// </summary>
    public async Task<bool> MarkReplayableAsync(long id, CancellationToken ct) =>
        await MarkReplayableAsync([id], ct) > 0;

    /// <summary>The same for many; answers how many letters are tried again.</summary>
    public async Task<int> MarkReplayableAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>("mark_dead_letters_replayable"));
        command.Parameters.AddWithValue(ids.ToArray());
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Removes a letter that was handled after all.</summary>
    public async Task RemoveAsync(long id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>("delete_dead_letter"));
        command.Parameters.AddWithValue(id);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>It failed again: keeps the newer error, and takes back the wish for all of its key.</summary>
    public async Task KeepAsync(long id, string error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>("keep_dead_letter"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(Short(error));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Short(string error) => error.Length <= MaxErrorLength ? error : error[..MaxErrorLength];

    private async Task<IReadOnlyList<DeadLetter>> ListAsync(string sql, object? which, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<DeadLetters>(sql));
        command.Parameters.AddWithValue(ReadLimit);
        if (which is not null)
            command.Parameters.AddWithValue(which);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var letters = new List<DeadLetter>(); // Bounded by ReadLimit.
        while (await reader.ReadAsync(ct))
        {
            letters.Add(new DeadLetter(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                await reader.IsDBNullAsync(4, ct) ? null : reader.GetInt64(4),
                reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                reader.GetBoolean(7),
                reader.GetInt32(8),
                await reader.IsDBNullAsync(9, ct) ? null : reader.GetString(9)));
        }

        return letters;
    }
}
