using System.Text;
using System.Text.Json;
using Governance.Postgres;
using Governance.Server.Audit.Signing;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Governance.Transparency.Tiles;
using Npgsql;

namespace Governance.Server.Audit.Sweeping;

/// <summary>
/// One pass over the store, a slice at a time: each row must give the leaf that was signed (held against the copy
/// outside the database), its payload and columns the hashes in that leaf, and all leaves together the signed root.
/// </summary>
internal sealed class Sweep(NpgsqlDataSource database, LogCopy copy, LogTables tables)
{
    private const string Segment = "behaviour.segment_recorded";

    private readonly CompactRange _range = new();
    private IReadOnlyList<byte[]> _entries = [];

    /// <summary>Rows looked at so far.</summary>
    public long At => _range.Size;

    /// <summary>Looks at up to <paramref name="rows"/> more; true when the whole signed log was seen.</summary>
    /// <exception cref="LogDamagedException">Something is not what was signed.</exception>
    public async Task<bool> StepAsync(SignedTree signed, int rows, CancellationToken ct)
    {
        var until = Math.Min(signed.Size, At + rows);
        var segments = await SegmentHashesAsync(At, until, ct);
        await using var command = database.CreateCommand(Sql.Of<Sweep>("read_whole_rows"));
        command.Parameters.AddWithValue(At);
        command.Parameters.AddWithValue(until);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            await CompareAsync(row, signed.Size, segments, ct);
        if (At < until)
            throw Damaged(At + 1, Code.Missing, "the fact is gone from the store.");
        if (At < signed.Size)
            return false;
        if (_range.Root() != signed.Root)
            throw Damaged(1, Code.RootMismatch, "facts and their copy agree, but do not lead to the signed root.");
        return true;
    }

    private async Task CompareAsync(
        NpgsqlDataReader row, long size, IReadOnlyDictionary<long, string> segments, CancellationToken ct)
    {
        var leaf = RowLeaves.Read(row);
        if (leaf.Index != At)
            throw Damaged(At + 1, Code.Missing, "the fact is gone from the store.");
        var entry = await EntryAsync(leaf.Index, size, ct);
        var encoded = leaf.Encode();
        if (!encoded.AsSpan().SequenceEqual(entry))
            throw Damaged(leaf.Position, Code.LeafMismatch, $"the row of {leaf.Stream} is not the signed one.");
        var salt = row.GetFieldValue<byte[]>(9);
        var data = Encoding.UTF8.GetBytes(row.GetString(10));
        if (SaltedHash.OfPayload(salt, data) != leaf.Data)
            throw Changed(leaf, "payload");
        var columns = SaltedHash.OfColumns(
            salt, Text(row, 11), Text(row, 12), leaf.Actor, Text(row, 13), Text(row, 14));
        if (columns != leaf.Meta)
            throw Changed(leaf, "metadata");
        // A segment that is gone has been retired with its day; one that is there must be the one announced.
        if (leaf.Type == Segment && segments.TryGetValue(leaf.Position, out var hash) && hash != Announced(data))
            throw Changed(leaf, "segment");
        _range.Append(MerkleTree.Leaf(encoded));
    }

    private async ValueTask<byte[]> EntryAsync(long index, long size, CancellationToken ct)
    {
        var (bundle, place) = (index / TileAddress.FullWidth, (int)(index % TileAddress.FullWidth));
        if (place == 0 || _entries.Count <= place)
            _entries = await EntriesAsync(bundle, TileAddress.WidthAt(TileAddress.Entries, bundle, size), ct);
        return place < _entries.Count ? _entries[place] : throw Damaged(index + 1, Code.Missing, "its leaf is gone.");
    }

    private async ValueTask<IReadOnlyList<byte[]>> EntriesAsync(long bundle, int width, CancellationToken ct)
    {
        if (copy.ReadEntries(bundle, width) is { } outside)
            return outside;
        return await tables.ReadBundleAsync(bundle, ct) is { } bytes && EntryBundle.TryDecode(bytes, out var entries)
            ? entries
            : [];
    }

    private async Task<IReadOnlyDictionary<long, string>> SegmentHashesAsync(
        long after, long until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Sweep>("hash_segments"));
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(until);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hashes = new Dictionary<long, string>(); // Bounded by the rows of one slice.
        while (await reader.ReadAsync(ct))
            hashes[reader.GetInt64(0)] = "sha256:" + Convert.ToBase64String(reader.GetFieldValue<byte[]>(1));
        return hashes;
    }

    private static string? Announced(byte[] header)
    {
        using var json = JsonDocument.Parse(header);
        return json.RootElement.TryGetProperty("bytesHash", out var hash) ? hash.GetString() : null;
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static LogDamagedException Changed(Leaf leaf, string part) => Damaged(
        leaf.Position, Code.PayloadMismatch, $"the {part} of {leaf.Type} in {leaf.Stream} is not the signed one.");

    private static LogDamagedException Damaged(long position, string code, string detail) =>
        new(new LogDamage(position, code, detail));
}
