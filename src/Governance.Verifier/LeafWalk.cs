using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Governance.Transparency.Tiles;

namespace Governance.Verifier;

/// <summary>
/// One pass over all leaves of a log: rebuilds the tree from the entries, and beside it the tree that the stored
/// lowest tiles claim; checks order, streams and time; hands each leaf on to the payload check.
/// </summary>
internal sealed class LeafWalk(LogFolder folder, long size, PayloadCheck? payloads)
{
    // One finding of a kind says it all; a log that is rotten throughout is not printed leaf by leaf.
    private const int MostOfOneCode = 5;

    // With each stream's version, how many gaps the walk had met then: over a gap a stream may have gone on.
    private readonly Dictionary<string, (long Version, int Gaps)> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private IReadOnlyList<TreeHash> _claimed = [];
    private long _claimedTile = -1;
    private long _next;
    private long? _absentFrom;
    private long? _brokenAt;
    private int _gaps;
    private bool _isKnown = true;

    /// <summary>What speaks against the leaves.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>The tree of the entries as they are.</summary>
    public TiledTree Tree { get; } = new();

    /// <summary>The tree of the stored lowest tiles, as far as they exist.</summary>
    public CompactRange Claimed { get; } = new();

    /// <summary>Leaves whose hash differs from the stored tile's, in order.</summary>
    public List<long> UnlikeTile { get; } = [];

    /// <summary>Stored tiles that are absent, or differ from the tree of the entries.</summary>
    public List<(TileAddress Address, int At)> UnlikeTree { get; } = [];

    /// <summary>Roots of the tree when it had these sizes.</summary>
    public Dictionary<long, TreeHash> Roots { get; } = [];

    /// <summary>Roots of the stored lowest tiles when they had these sizes.</summary>
    public Dictionary<long, TreeHash> ClaimedRoots { get; } = [];

    /// <summary>
    /// Walks over all that is there; true if the hash of every leaf of the signed size is known, from the leaf or,
    /// where that is absent, from its tile.
    /// </summary>
    public bool Run(IReadOnlySet<long> rootsWanted)
    {
        foreach (var bundle in folder.Bundles(size))
        {
            Skip(bundle * TileAddress.FullWidth, rootsWanted);
            Walk(bundle, rootsWanted);
        }
        Skip(size, rootsWanted);
        if (_absentFrom is { } from)
        {
            Findings.Add(_brokenAt == from
                ? new Finding(Code.Missing, from, "its bundle is broken from here on.")
                : new Finding(Code.Truncated, from, $"the log ends here; its checkpoint covers {size} leaves."));
        }
        if (_isKnown)
            Compare(Tree.TakeTouched().Where(touched => touched.Address.IsFull).Concat(Tree.Edge()));
        return _isKnown;
    }

    private void Walk(long bundle, IReadOnlySet<long> rootsWanted)
    {
        var width = TileAddress.WidthAt(TileAddress.Entries, bundle, size);
        var (entries, isWhole) = folder.Entries(bundle, width) ?? ([], true);
        payloads?.Open(bundle);
        // A wrong length shifts all that follows: of a broken bundle only what its tile knows is a leaf.
        var isBroken = entries.Count < width && !isWhole;
        foreach (var entry in entries.Take(width).TakeWhile(e => !isBroken || MerkleTree.Leaf(e) == ClaimedAt(_next)))
            Take(entry, rootsWanted);
        if (_isKnown)
            Compare(Tree.TakeTouched().Where(touched => touched.Address.IsFull));
        if (isBroken)
            _brokenAt = _next;
        var file = new TileAddress(TileAddress.Entries, bundle, width).Path;
        if (entries.Count > width)
            Findings.Add(new Finding(Code.Unexpected, null, $"{file} has leaves that its checkpoint does not cover."));
        else if (entries.Count == width && !isWhole)
            Findings.Add(new Finding(Code.Unexpected, null, $"{file} goes on after its last leaf."));
    }

    // Leaves that cannot be read: their tile answers for them, so that what follows can still be judged.
    private void Skip(long to, IReadOnlySet<long> rootsWanted)
    {
        if (_next == to)
            return;
        _absentFrom ??= _next;
        _gaps++;
        for (; _isKnown && _next < to; _next++)
        {
            if (ClaimedAt(_next) is { } hash)
                Append(hash, hash, rootsWanted);
            else
                _isKnown = false;
        }
        _next = to;
    }

    private TreeHash? ClaimedAt(long index)
    {
        var tile = index / TileAddress.FullWidth;
        if (_claimedTile != tile)
        {
            var width = TileAddress.WidthAt(0, tile, size);
            _claimed = folder.Tile(new TileAddress(0, tile, width))?.Hashes ?? [];
            _claimedTile = tile;
        }
        var place = (int)(index % TileAddress.FullWidth);
        return place < _claimed.Count ? _claimed[place] : null;
    }

    private void Append(TreeHash hash, TreeHash? claimed, IReadOnlySet<long> rootsWanted)
    {
        Tree.Append(hash);
        if (rootsWanted.Contains(Tree.Size))
            Roots[Tree.Size] = Tree.Root();
        if (claimed is not { } told)
            return;
        Claimed.Append(told);
        if (rootsWanted.Contains(Claimed.Size))
            ClaimedRoots[Claimed.Size] = Claimed.Root();
    }

    private void Take(byte[] entry, IReadOnlySet<long> rootsWanted)
    {
        var index = _next++;
        if (_absentFrom is { } from)
        {
            Add(Code.Missing, from, $"leaves from here up to position {index} are absent or unreadable.");
            _absentFrom = null;
        }
        var hash = MerkleTree.Leaf(entry);
        if (_isKnown)
        {
            var claimed = ClaimedAt(index);
            Append(hash, claimed, rootsWanted);
            if (claimed != hash)
                UnlikeTile.Add(index);
        }
        if (!Leaf.TryDecode(entry, out var leaf))
            Add(Code.LeafMismatch, index, "these bytes are no leaf in its one spelling.");
        else
            Judge(leaf!, index);
    }

    private void Judge(Leaf leaf, long index)
    {
        if (leaf.Index != index)
            Add(Code.SeqGap, index, $"the leaf says position {leaf.Position}.");
        var (version, gaps) = _versions.GetValueOrDefault(leaf.Stream);
        if (leaf.Version != version + 1 && !(gaps < _gaps && leaf.Version > version))
            Add(Code.StreamGap, index, $"stream {leaf.Stream} goes on at version {leaf.Version}, not {version + 1}.");
        _versions[leaf.Stream] = (leaf.Version, _gaps);
        if (leaf.At < _latest)
            Add(Code.Backdated, index, $"recorded at {leaf.At:O}, before its predecessor's {_latest:O}.");
        _latest = leaf.At > _latest ? leaf.At : _latest;
        if (payloads?.Judge(leaf, index) is { } finding)
            Add(finding.Code, index, finding.Detail);
    }

    private void Compare(IEnumerable<(TileAddress Address, Tile Tile)> tiles)
    {
        foreach (var (address, tile) in tiles)
        {
            var stored = folder.Tile(address);
            var at = Enumerable.Range(0, address.Width)
                .FirstOrDefault(i => stored is null || stored.Hashes[i] != tile.Hashes[i], -1);
            if (at >= 0)
                UnlikeTree.Add((address, at));
        }
    }

    private void Add(string code, long index, string detail)
    {
        _counts[code] = _counts.GetValueOrDefault(code) + 1;
        if (_counts[code] <= MostOfOneCode)
            Findings.Add(new Finding(code, index, detail));
    }
}
