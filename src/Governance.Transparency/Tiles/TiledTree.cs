using Governance.Transparency.Merkle;

namespace Governance.Transparency.Tiles;

/// <summary>
/// A growing tree that remembers only its right edge, as tiles: the unfinished tile of every level. Each append tells
/// which tiles it finished or lengthened through <see cref="TakeTouched"/>.
/// </summary>
public sealed class TiledTree
{
    // Bounded by the number of levels, each with at most 256 hashes.
    private readonly List<List<TreeHash>> _edge = [];
    private readonly Dictionary<(int Level, long Index), Tile> _finished = [];
    private readonly CompactRange _range = new();
    private long _takenSize;

    /// <summary>Number of leaves.</summary>
    public long Size => _range.Size;

    /// <summary>The root over all leaves.</summary>
    public TreeHash Root() => _range.Root();

    /// <summary>Appends one leaf hash.</summary>
    public void Append(TreeHash leaf)
    {
        _range.Append(leaf);
        Push(0, leaf);
    }

    /// <summary>The tiles that are new or wider since the last call, each at its present width.</summary>
    public IReadOnlyList<(TileAddress Address, Tile Tile)> TakeTouched()
    {
        var touched = _finished
            .Select(done => (new TileAddress(done.Key.Level, done.Key.Index, TileAddress.FullWidth), done.Value))
            .ToList();
        _finished.Clear();
        touched.AddRange(Edge()
            .Where(tile => Hashes(tile.Address.Level, Size) > Hashes(tile.Address.Level, _takenSize)));
        _takenSize = Size;
        return touched;
    }

    /// <summary>The unfinished tiles as they are now, lowest first.</summary>
    public IEnumerable<(TileAddress Address, Tile Tile)> Edge() => _edge.Index()
        .Where(level => level.Item.Count > 0)
        .Select(level => (Unfinished(level.Index, Size), new Tile([.. level.Item])));

    /// <summary>
    /// The unfinished tiles from which <see cref="Restore"/> brings back a tree of that size, lowest first.
    /// </summary>
    public static IReadOnlyList<TileAddress> EdgeOf(long size)
    {
        var edge = new List<TileAddress>();
        for (var level = 0; Hashes(level, size) > 0; level++)
        {
            var address = Unfinished(level, size);
            if (address.Width > 0)
                edge.Add(address);
        }
        return edge;
    }

    /// <summary>A tree of <paramref name="size"/> leaves from the tiles of <see cref="EdgeOf"/>.</summary>
    public static TiledTree Restore(long size, Func<TileAddress, Tile> read)
    {
        var tree = new TiledTree { _takenSize = size };
        foreach (var address in EdgeOf(size).Reverse())
        {
            while (tree._edge.Count <= address.Level)
                tree._edge.Add([]);
            foreach (var hash in read(address).Hashes.Take(address.Width))
            {
                tree._edge[address.Level].Add(hash);
                tree._range.Append(hash, address.Level * TileAddress.Height);
            }
        }
        return tree.Size == size ? tree : throw new InvalidDataException($"The tiles do not hold {size} leaves.");
    }

    private void Push(int level, TreeHash hash)
    {
        if (_edge.Count == level)
            _edge.Add([]);
        var tile = _edge[level];
        tile.Add(hash);
        if (tile.Count < TileAddress.FullWidth)
            return;
        _finished[(level, (Hashes(level, Size) - 1) / TileAddress.FullWidth)] = new Tile([.. tile]);
        var root = MerkleTree.Root(tile);
        tile.Clear();
        Push(level + 1, root);
    }

    private static long Hashes(int level, long size) => size >> (level * TileAddress.Height);

    private static TileAddress Unfinished(int level, long size) =>
        new(level, Hashes(level, size) / TileAddress.FullWidth, (int)(Hashes(level, size) % TileAddress.FullWidth));
}
