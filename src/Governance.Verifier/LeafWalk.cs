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

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

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

    /// <summary>Walks to the end, or to where the log is cut; true if every leaf of the signed size was seen.</summary>
    public bool Run(IReadOnlySet<long> rootsWanted)
    {
        for (var bundle = 0L; bundle * TileAddress.FullWidth < size; bundle++)
        {
            var width = TileAddress.WidthAt(TileAddress.Entries, bundle, size);
            var entries = folder.Entries(bundle, width);
            var claimed = folder.Tile(new TileAddress(0, bundle, width))?.Hashes ?? [];
            foreach (var hash in claimed)
                Claimed.Append(hash);
            payloads?.Open(bundle);
            foreach (var entry in entries ?? [])
                Take(entry, claimed, rootsWanted);
            Compare(Tree.TakeTouched().Where(touched => touched.Address.IsFull));
            if (entries?.Count != width)
            {
                Cut(bundle);
                return false;
            }
        }
        Compare(Tree.Edge());
        return true;
    }

    private void Take(byte[] entry, IReadOnlyList<TreeHash> claimed, IReadOnlySet<long> rootsWanted)
    {
        var index = Tree.Size;
        var hash = MerkleTree.Leaf(entry);
        Tree.Append(hash);
        if (rootsWanted.Contains(Tree.Size))
            Roots[Tree.Size] = Tree.Root();
        var place = (int)(index % TileAddress.FullWidth);
        if (place >= claimed.Count || claimed[place] != hash)
            UnlikeTile.Add(index);
        if (!Leaf.TryDecode(entry, out var leaf))
            Add(Code.LeafMismatch, index, "these bytes are no leaf in its one spelling.");
        else
            Judge(leaf!, index);
    }

    private void Judge(Leaf leaf, long index)
    {
        if (leaf.Index != index)
            Add(Code.SeqGap, index, $"the leaf says position {leaf.Position}.");
        var expected = _versions.GetValueOrDefault(leaf.Stream) + 1;
        if (leaf.Version != expected)
            Add(Code.StreamGap, index, $"stream {leaf.Stream} goes on at version {leaf.Version}, not {expected}.");
        _versions[leaf.Stream] = leaf.Version;
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

    private void Cut(long bundle)
    {
        var goesOn = Enumerable.Range(1, 2).Any(next => folder.Entries(
            bundle + next, Math.Max(1, TileAddress.WidthAt(TileAddress.Entries, bundle + next, size))) is not null);
        Findings.Add(goesOn
            ? new Finding(Code.Missing, Tree.Size, "the bundle with this leaf is absent or broken; later ones exist.")
            : new Finding(Code.Truncated, Tree.Size, $"the log ends here; its checkpoint covers {size} leaves."));
    }

    private void Add(string code, long index, string detail)
    {
        _counts[code] = _counts.GetValueOrDefault(code) + 1;
        if (_counts[code] <= MostOfOneCode)
            Findings.Add(new Finding(code, index, detail));
    }
}
