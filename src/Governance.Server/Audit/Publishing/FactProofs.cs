using Governance.Server.Audit.Pages;
using Governance.Transparency.Notes;

namespace Governance.Server.Audit.Publishing;

/// <summary>
/// One fact with everything that proves it: payload and salt, the leaf that commits to them, the leaf's way to a signed
/// root. Hashes are base64.
/// </summary>
/// <param name="Position">In the log, from 1.</param>
/// <param name="Index">The leaf's, one less.</param>
/// <param name="Salt">Base64.</param>
/// <param name="Payload">The stored JSON, exactly.</param>
/// <param name="Leaf">The leaf's bytes, base64.</param>
/// <param name="Path">Hashes from the leaf to the root.</param>
/// <param name="Note">The signed checkpoint.</param>
/// <param name="Vkey">This log's own key, to be compared with one got elsewhere.</param>
public sealed record FactProof(
    long Position,
    long Index,
    string Salt,
    string Payload,
    string Leaf,
    IReadOnlyList<string> Path,
    string Note,
    string Vkey);

/// <summary>Proves facts, from the database as it is now.</summary>
public sealed class FactProofs
{
    private readonly LogReader _log;
    private readonly StoredPayloads _payloads;
    private readonly INoteSigner _signer;

    internal FactProofs(LogReader log, StoredPayloads payloads, INoteSigner signer) =>
        (_log, _payloads, _signer) = (log, payloads, signer);

    /// <summary>The proof of the fact at a position; null when there is none or it is not signed yet.</summary>
    public async Task<FactProof?> ReadAsync(long position, CancellationToken ct)
    {
        if (await _log.ProveAsync(position, ct) is not { } proven
            || await _payloads.ReadAsync(position, ct) is not { } stored)
            return null;
        return new FactProof(
            position,
            proven.Proof.Index,
            Convert.ToBase64String(stored.Salt),
            stored.Text,
            Convert.ToBase64String(proven.Leaf),
            [.. proven.Proof.Path.Select(hash => hash.ToBase64())],
            proven.Tree.Note,
            _signer.Key.ToString());
    }
}
