using Governance.EventSourcing;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// Turns stored facts into the signed log, one node at a time: leaves in position order, tiles and bundles outside the
/// database first, then in it together with the checkpoint, then the checkpoint outside. It signs nothing but an
/// extension of what was signed before, here or there.
/// </summary>
internal sealed class Integrator(
    RowLeaves rows, LogTables tables, LogCopy copy, LogState state, INoteSigner signer, EventStore store)
{
    /// <summary>Leaves under one checkpoint: what integrates in well under a second.</summary>
    public const int MostLeaves = 8_192;

    private TiledTree _tree = new();

    // Bounded by 256: the entries of the unfinished bundle.
    private List<byte[]> _unfinished = [];

    /// <summary>Comes back to where signing ended, having proved that database and copy tell one history.</summary>
    /// <exception cref="LogDamagedException">They do not.</exception>
    public async Task RestoreAsync(CancellationToken ct)
    {
        var signed = await tables.ReadSignedAsync(ct);
        var size = signed?.Size ?? 0;
        var head = await store.HeadAsync(ct);
        if (head.Position < size)
            throw Damaged(head.Position + 1, Code.Truncated, $"{size} facts were signed, {head.Position} are there.");
        var edge = await tables.ReadTilesAsync(TiledTree.EdgeOf(size), ct);
        _tree = Rebuild(size, edge, signed?.Root ?? MerkleTree.EmptyRoot);
        await CompareCopyAsync(signed, ct);
        _unfinished = await UnfinishedAsync(size, ct);
        if (signed is not null)
            state.Sign(signed);
    }

    /// <summary>Signs what has been stored since; true if there was anything.</summary>
    public async Task<bool> StepAsync(CancellationToken ct)
    {
        var from = _tree.Size;
        var leaves = await rows.ReadAsync(from, MostLeaves, ct);
        if (leaves.Count == 0)
            return false;
        var bundles = Append(leaves);
        var root = _tree.Root();
        var note = SignedNote.Sign(new Checkpoint(signer.Key.Name, _tree.Size, root).ToString(), signer).ToString();
        var growth = new LogGrowth(from, _tree.Size, root, note, _tree.TakeTouched(), bundles);
        await PublishAsync(growth, ct);
        return true;
    }

    private List<(TileAddress, byte[])> Append(IReadOnlyList<Leaf> leaves)
    {
        var bundles = new List<(TileAddress, byte[])>();
        foreach (var leaf in leaves)
        {
            if (leaf.Index != _tree.Size)
                throw Damaged(_tree.Size + 1, Code.Missing, "a fact vanished before it was signed.");
            var entry = leaf.Encode();
            _tree.Append(MerkleTree.Leaf(entry));
            _unfinished.Add(entry);
            if (_unfinished.Count == TileAddress.FullWidth)
                bundles.Add(TakeBundle());
        }
        if (_unfinished.Count > 0)
            bundles.Add((BundleAt(_tree.Size, _unfinished.Count), EntryBundle.Encode(_unfinished)));
        return bundles;
    }

    private (TileAddress, byte[]) TakeBundle()
    {
        var bundle = (BundleAt(_tree.Size - 1, _unfinished.Count), EntryBundle.Encode(_unfinished));
        _unfinished.Clear();
        return bundle;
    }

    private async Task PublishAsync(LogGrowth growth, CancellationToken ct)
    {
        foreach (var (address, tile) in growth.Tiles)
            copy.Write(address, tile.Encode());
        foreach (var (address, bytes) in growth.Bundles)
            copy.Write(address, bytes);
        if (!await tables.TryWriteAsync(growth, ct))
            throw new InvalidOperationException("Another node has signed meanwhile; this one starts anew.");
        copy.WriteCheckpoint(growth.Note);
        foreach (var address in growth.Tiles.Select(t => t.Address).Concat(growth.Bundles.Select(b => b.Address)))
            copy.DropNarrower(address);
        state.Sign(await tables.ReadSignedAsync(ct) ?? throw new InvalidOperationException("The checkpoint is gone."));
    }

    // A crash may leave the copy behind the database by one checkpoint, never before it.
    private async Task CompareCopyAsync(SignedTree? signed, CancellationToken ct)
    {
        if (copy.Checkpoint is { } text)
        {
            if (!SignedNote.TryParse(text, out var note) || !note!.Check([signer.Key]).IsTrusted
                || !Checkpoint.TryParse(note.Text, out var published))
            {
                throw Damaged(1, Code.CheckpointInvalid, "the checkpoint outside the database is not this log's.");
            }
            if (published!.Size > _tree.Size)
            {
                throw Damaged(_tree.Size + 1, Code.Truncated,
                    $"{published.Size} facts were signed, the database knows {_tree.Size}: was it set back?");
            }
            if (await RootAtAsync(published.Size, ct) != published.Root)
                throw Damaged(1, Code.Fork, $"the database tells another history of the first {published.Size} facts.");
        }
        if (signed is null || copy.Checkpoint == signed.Note)
            return;
        await RefillAsync(signed.Size, ct);
        copy.WriteCheckpoint(signed.Note);
    }

    private async Task<TreeHash> RootAtAsync(long size, CancellationToken ct)
    {
        var range = new TreeRange(0, size);
        var addresses = range.Nodes().Select(node => TileAddress.Holding(node, size)).Distinct().ToList();
        var tiles = await tables.ReadTilesAsync(addresses, ct);
        return range.Hash(node =>
        {
            var address = TileAddress.Holding(node, size);
            return tiles.TryGetValue((address.Level, address.Index), out var tile) && tile.Hashes.Count >= address.Width
                ? tile.Node(node, address)
                : throw Damaged(1, Code.TileMismatch, $"{address.Path} is absent or too short.");
        });
    }

    private async Task RefillAsync(long size, CancellationToken ct)
    {
        foreach (var address in TileAddress.All(size))
        {
            if (address.IsFull && File.Exists(Path.Combine(copy.Folder, address.Path)))
                continue;
            if (await tables.ReadAsync(address, ct) is { } bytes)
                copy.Write(address, bytes.Span);
        }
    }

    private static TiledTree Rebuild(long size, IReadOnlyDictionary<(int, long), Tile> edge, TreeHash root)
    {
        var tree = TiledTree.Restore(size, address =>
            edge.TryGetValue((address.Level, address.Index), out var tile) && tile.Hashes.Count >= address.Width
                ? tile
                : throw Damaged(1, Code.TileMismatch, $"{address.Path} is absent or too short."));
        return tree.Root() == root
            ? tree
            : throw Damaged(1, Code.RootMismatch, "the stored tiles do not lead to the signed root.");
    }

    private async Task<List<byte[]>> UnfinishedAsync(long size, CancellationToken ct)
    {
        var width = (int)(size % TileAddress.FullWidth);
        if (width == 0)
            return [];
        var bytes = await tables.ReadBundleAsync(size / TileAddress.FullWidth, ct);
        return bytes is not null && EntryBundle.TryDecode(bytes, out var entries) && entries.Count >= width
            ? [.. entries.Take(width)]
            : throw Damaged(size - width + 1, Code.Missing, "the unfinished bundle is absent or broken.");
    }

    private static TileAddress BundleAt(long index, int width) =>
        new(TileAddress.Entries, index / TileAddress.FullWidth, width);

    private static LogDamagedException Damaged(long position, string code, string detail) =>
        new(new LogDamage(position, code, detail));
}
