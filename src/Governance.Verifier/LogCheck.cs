using Governance.Transparency;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Verifier;

/// <summary>
/// Checks a whole log offline: signature, every leaf, every tile, every payload that came along, and that nothing
/// signed earlier tells another story.
/// </summary>
public static class LogCheck
{
    // This many foreign files tell that the folder was added to.
    private const int MostFiles = 20;

    // Codes that a leaf itself gives; what is wrong beside it says nothing about the root.
    private static readonly string[] s_ofLeaves = [Code.SeqGap, Code.StreamGap, Code.Backdated, Code.LeafMismatch];

    /// <summary>Checks the log in <paramref name="path"/>.</summary>
    /// <param name="path">A folder as <c>export</c> writes it, or any tlog-tiles directory of such leaves.</param>
    /// <param name="trust">Keys got by another way than the log itself; null takes those lying beside it.</param>
    /// <param name="since">Text of a checkpoint that the reader kept from earlier.</param>
    /// <param name="leavesOnly">Leaves payloads alone; otherwise each one that exists is checked.</param>
    public static Report Run(string path, Trust? trust = null, string? since = null, bool leavesOnly = false)
    {
        var folder = new LogFolder(path);
        var findings = new List<Finding>();
        trust ??= folder.OwnKeys is { } own ? Trust.Parse(own, fromTheLogItself: true) : new Trust([]);
        if (trust.FromTheLogItself)
            findings.Add(new Finding(Code.Note, null, "the key came with the log: compare it with one you got."));
        if (trust.Open(folder.Checkpoint, "checkpoint", findings) is not { } checkpoint)
            return Report.Of(0, null, findings, "");
        var (manifest, saysNone) = ManifestCheck.Run(folder.Manifest, checkpoint);
        findings.AddRange(manifest);
        var payloads = leavesOnly || !folder.PayloadFiles().Any() ? null : new PayloadCheck(folder, checkpoint.Size);
        if (payloads is null && !leavesOnly && !saysNone && checkpoint.Size > 0)
            findings.Add(new Finding(Code.PayloadMissing, 0, "no payload came along; --leaves-only does without."));
        var older = Older(folder, trust, since, findings);
        var walk = new LeafWalk(folder, checkpoint.Size, payloads);
        var whole = walk.Run(older.Select(o => o.Checkpoint.Size).ToHashSet());
        findings.AddRange(walk.Findings);
        findings.AddRange(Forks(checkpoint, walk, older));
        if (whole)
            findings.AddRange(Roots(checkpoint, walk, older));
        findings.AddRange(folder.Unexpected(checkpoint.Size).Take(MostFiles)
            .Select(file => new Finding(Code.Unexpected, null, $"{file} has no place in this log.")));
        findings.AddRange([.. payloads?.Unexpected ?? [], .. payloads?.Absent() ?? []]);
        findings.Add(new Finding(Code.Note, null, payloads is null
            ? "payloads were not checked."
            : $"{payloads.Sound} of {checkpoint.Size} payloads are what their leaves committed to."));
        return Report.Of(checkpoint.Size, checkpoint.Root.ToBase64(), findings,
            $"{checkpoint.Size} leaves of {checkpoint.Origin}, root {checkpoint.Root.ToBase64()}.");
    }

    private static List<(string Name, Checkpoint Checkpoint)> Older(
        LogFolder folder, Trust trust, string? since, List<Finding> findings)
    {
        var texts = folder.History().Select(old => ($"checkpoints/{old.Name}", old.Text));
        if (since is not null)
            texts = texts.Append(("the older checkpoint", since));
        var older = new List<(string, Checkpoint)>();
        foreach (var (name, text) in texts)
        {
            var before = findings.Count;
            if (trust.Open(text, name, findings) is { } checkpoint && findings.Count == before)
                older.Add((name, checkpoint));
        }
        return older;
    }

    private static IEnumerable<Finding> Forks(
        Checkpoint checkpoint, LeafWalk walk, List<(string Name, Checkpoint Checkpoint)> older)
    {
        // Edited leaves under signed tiles are no other history: the tiles tell the signed one.
        var roots = walk.Tree.Root() != checkpoint.Root && IsSignedByTiles(checkpoint, walk)
            ? walk.ClaimedRoots
            : walk.Roots;
        var sound = 0L;
        foreach (var (name, old) in older.OrderBy(o => o.Checkpoint.Size))
        {
            if (old.Size > checkpoint.Size)
            {
                yield return new Finding(
                    Code.Truncated, checkpoint.Size, $"{name} covers {old.Size} leaves, this log {checkpoint.Size}.");
            }
            else if (RootAt(roots, old.Size) is { } root && root == old.Root)
            {
                sound = old.Size;
            }
            else if (roots.ContainsKey(old.Size) || old.Size == 0)
            {
                yield return new Finding(Code.Fork, sound,
                    $"{name} signed another history of the first {old.Size} leaves; up to {sound} they agree.");
                yield break;
            }
        }
    }

    // Which of leaves, lowest tiles and signature stands alone tells what was touched.
    private static IEnumerable<Finding> Roots(
        Checkpoint checkpoint, LeafWalk walk, List<(string Name, Checkpoint Checkpoint)> older)
    {
        if (walk.Tree.Root() == checkpoint.Root)
        {
            return walk.UnlikeTree.Select(tile => new Finding(Code.TileMismatch, First(tile.Address, tile.At),
                $"{tile.Address.Path} is absent or differs from the signed leaves at hash {tile.At}."));
        }
        if (IsSignedByTiles(checkpoint, walk))
        {
            return walk.UnlikeTile.Select(index => new Finding(Code.LeafMismatch, index,
                "the leaf is not the signed one; the tiles still lead to the signed root."));
        }
        var from = older.Where(o => RootAt(walk.Roots, o.Checkpoint.Size) == o.Checkpoint.Root)
            .Select(o => o.Checkpoint.Size).DefaultIfEmpty(0).Max();
        var narrowest = walk.UnlikeTree.OrderBy(t => t.Address.Level).Select(t => First(t.Address, t.At))
            .Concat(walk.Findings.Where(f => s_ofLeaves.Contains(f.Code)).Select(f => f.Index ?? from))
            .DefaultIfEmpty(from).First();
        var first = Math.Max(from, narrowest);
        return first < checkpoint.Size
            ? [new Finding(Code.RootMismatch, first,
                $"leaves from here on do not lead to the signed root of {checkpoint.Size}.")]
            : [new Finding(Code.RootMismatch, null,
                $"the leaves do not lead to the root of {checkpoint.Size}; an older checkpoint agrees with them.")];
    }

    private static bool IsSignedByTiles(Checkpoint checkpoint, LeafWalk walk) =>
        walk.Claimed.Size == checkpoint.Size && walk.Claimed.Root() == checkpoint.Root;

    private static long First(TileAddress address, int at) =>
        (address.Index * TileAddress.FullWidth + at) << (address.Level * TileAddress.Height);

    private static TreeHash? RootAt(Dictionary<long, TreeHash> roots, long size) =>
        size == 0 ? MerkleTree.EmptyRoot : roots.TryGetValue(size, out var root) ? root : null;
}
