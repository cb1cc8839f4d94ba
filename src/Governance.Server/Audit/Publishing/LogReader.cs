using Governance.Server.Audit.Signing;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Server.Audit.Publishing;

/// <summary>One leaf with its way to a signed root.</summary>
/// <param name="Leaf">The exact leaf bytes.</param>
/// <param name="Tree">The signed tree that it is proved in.</param>
internal sealed record ProvenLeaf(byte[] Leaf, LogProof Proof, SignedTree Tree);

/// <summary>Answers for the signed log from the database, on any node.</summary>
internal sealed class LogReader(LogTables tables)
{
    /// <summary>The newest signed tree, or null before the first.</summary>
    public Task<SignedTree?> SignedAsync(CancellationToken ct) => tables.ReadSignedAsync(ct);

    /// <summary>The bytes at a tile address, if the signed log reaches so far.</summary>
    public async Task<ReadOnlyMemory<byte>?> TileAsync(TileAddress address, CancellationToken ct)
    {
        var signed = await tables.ReadSignedAsync(ct);
        return signed is not null && TileAddress.WidthAt(address.Level, address.Index, signed.Size) >= address.Width
            ? await tables.ReadAsync(address, ct)
            : null;
    }

    /// <summary>The proof for a position in the newest signed tree; null while it is not signed.</summary>
    public async Task<ProvenLeaf?> ProveAsync(long position, CancellationToken ct)
    {
        var index = position - 1;
        if (await tables.ReadSignedAsync(ct) is not { } signed || index < 0 || index >= signed.Size)
            return null;
        var bundle = await tables.ReadBundleAsync(index / TileAddress.FullWidth, ct);
        if (bundle is null || !EntryBundle.TryDecode(bundle, out var entries))
            return null;
        var path = await PathAsync(InclusionProof.Plan(index, signed.Size), signed.Size, ct);
        return SignedNote.TryParse(signed.Note, out var note)
            ? new ProvenLeaf(entries[(int)(index % TileAddress.FullWidth)], new LogProof(index, path, note!), signed)
            : null;
    }

    private async Task<List<TreeHash>> PathAsync(IReadOnlyList<TreeRange> plan, long size, CancellationToken ct)
    {
        var addresses = plan.SelectMany(range => range.Nodes()).Select(node => TileAddress.Holding(node, size));
        var tiles = await tables.ReadTilesAsync([.. addresses.Distinct()], ct);
        return [.. plan.Select(range => range.Hash(node =>
        {
            var address = TileAddress.Holding(node, size);
            return tiles[(address.Level, address.Index)].Node(node, address);
        }))];
    }
}
