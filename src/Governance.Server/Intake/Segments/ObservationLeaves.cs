using System.Buffers.Binary;
using System.Security.Cryptography;
using Governance.Transparency.Merkle;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// The leaves of one segment: SHA-256(0x00 ‖ HMAC-SHA256(salt, u32be index) ‖ line), RFC 6962's leaf over a salted
/// line. Keeps its hash contexts, which halves the cost of a leaf. Not for several threads at once.
/// </summary>
internal sealed class ObservationLeaves(ReadOnlySpan<byte> salt) : IDisposable
{
    private readonly IncrementalHash _salted = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, salt);
    private readonly IncrementalHash _leaf = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The leaf of the line at this index.</summary>
    public TreeHash Of(int index, ReadOnlySpan<byte> line)
    {
        Span<byte> counter = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(counter, index);
        Span<byte> head = stackalloc byte[1 + HMACSHA256.HashSizeInBytes];
        head[0] = 0;
        _salted.AppendData(counter);
        _salted.GetHashAndReset(head[1..]);
        Span<byte> leaf = stackalloc byte[TreeHash.Length];
        _leaf.AppendData(head);
        _leaf.AppendData(line);
        _leaf.GetHashAndReset(leaf);
        return new TreeHash(leaf);
    }

    public void Dispose()
    {
        _salted.Dispose();
        _leaf.Dispose();
    }
}
