using Governance.Postgres;
using Governance.Transparency.Merkle;
using Governance.Transparency.Tiles;
using Npgsql;

namespace Governance.Server.Audit.Signing;

/// <summary>Bundles, tiles and checkpoints in the database, from which every node serves the log.</summary>
internal sealed class LogTables(NpgsqlDataSource database)
{
    /// <summary>The newest signed tree, or null before the first.</summary>
    public async Task<SignedTree?> ReadSignedAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogTables>("read_checkpoint"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ReadTree(reader) : null;
    }

    /// <summary>At most <paramref name="limit"/> signed trees spread evenly over the log, oldest first.</summary>
    public async Task<IReadOnlyList<SignedTree>> ReadHistoryAsync(int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogTables>("read_checkpoint_history"));
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var trees = new List<SignedTree>();
        while (await reader.ReadAsync(ct))
            trees.Add(ReadTree(reader));
        return trees;
    }

    /// <summary>Stored tiles by level and number, each as wide as it is by now; absent ones are left out.</summary>
    public async Task<IReadOnlyDictionary<(int Level, long Index), Tile>> ReadTilesAsync(
        IReadOnlyCollection<TileAddress> addresses, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogTables>("read_tiles"));
        command.Parameters.AddWithValue(addresses.Select(a => (short)a.Level).ToArray());
        command.Parameters.AddWithValue(addresses.Select(a => a.Index).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tiles = new Dictionary<(int, long), Tile>();
        while (await reader.ReadAsync(ct))
        {
            if (Tile.TryDecode(reader.GetFieldValue<byte[]>(2), out var tile))
                tiles[(reader.GetInt16(0), reader.GetInt64(1))] = tile;
        }
        return tiles;
    }

    /// <summary>The bytes of one bundle, as wide as it is by now; null when absent.</summary>
    public async Task<byte[]?> ReadBundleAsync(long bundle, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<LogTables>("read_bundle"));
        command.Parameters.AddWithValue(bundle);
        return await command.ExecuteScalarAsync(ct) as byte[];
    }

    /// <summary>The bytes that tlog-tiles serves at an address; null when the log does not reach so far.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(TileAddress address, CancellationToken ct)
    {
        if (address.Level != TileAddress.Entries)
        {
            var tile = (await ReadTilesAsync([address], ct)).Values.FirstOrDefault();
            return tile?.Hashes.Count >= address.Width
                ? tile.Encode().AsMemory(0, address.Width * TreeHash.Length)
                : null;
        }
        var bundle = await ReadBundleAsync(address.Index, ct);
        return bundle is not null && EntryBundle.TryDecode(bundle, out var entries) && entries.Count >= address.Width
            ? EntryBundle.Prefix(bundle, address.Width)
            : null;
    }

    /// <summary>
    /// Writes what one checkpoint adds, in one transaction; false, writing nothing, when the newest signed tree is not
    /// the one this was built on.
    /// </summary>
    public async Task<bool> TryWriteAsync(LogGrowth growth, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command("write_checkpoint",
            Value(growth.From), Value(growth.Size), Value(growth.Root.ToArray()), Value(growth.Note)));
        batch.BatchCommands.Add(Command("write_tiles",
            Value(growth.Tiles.Select(t => (short)t.Address.Level).ToArray()),
            Value(growth.Tiles.Select(t => t.Address.Index).ToArray()),
            Value(growth.Tiles.Select(t => t.Tile.Encode()).ToArray())));
        batch.BatchCommands.Add(Command("write_bundles",
            Value(growth.Bundles.Select(b => b.Address.Index).ToArray()),
            Value(growth.Bundles.Select(b => (short)b.Address.Width).ToArray()),
            Value(growth.Bundles.Select(b => b.Bytes).ToArray())));
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
                return false;
        }
        await transaction.CommitAsync(ct);
        return true;
    }

    private static NpgsqlBatchCommand Command(string name, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(Sql.Of<LogTables>(name));
        foreach (var value in values)
            command.Parameters.Add(value);
        return command;
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static SignedTree ReadTree(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), new TreeHash(reader.GetFieldValue<byte[]>(1)), reader.GetString(2),
        reader.GetFieldValue<DateTimeOffset>(3));
}

/// <summary>What a new checkpoint adds to the log that was signed at <paramref name="From"/> leaves.</summary>
internal sealed record LogGrowth(
    long From, long Size, TreeHash Root, string Note,
    IReadOnlyList<(TileAddress Address, Tile Tile)> Tiles,
    IReadOnlyList<(TileAddress Address, byte[] Bytes)> Bundles);
