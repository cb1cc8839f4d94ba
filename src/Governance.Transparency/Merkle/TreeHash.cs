using System.Runtime.InteropServices;

namespace Governance.Transparency.Merkle;

/// <summary>
/// One SHA-256 value of the tree: exactly 32 bytes, so a proof with a short hash cannot even be expressed.
/// </summary>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>Bytes of one hash.</summary>
    public const int Length = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Copies 32 bytes; any other length is an <see cref="ArgumentException"/>.</summary>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"A tree hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(destination[..Length]);
        (words[0], words[1], words[2], words[3]) = (_a, _b, _c, _d);
    }

    /// <summary>The 32 bytes, copied.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Standard base64 with padding, as checkpoints and proofs print it.</summary>
    public string ToBase64() => Convert.ToBase64String(ToArray());

    /// <summary>Reads standard base64 of exactly 32 bytes; its one canonical spelling, nothing else.</summary>
    public static bool TryParseBase64(string text, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var read = Convert.TryFromBase64String(text, bytes, out var written) && written == Length;
        hash = read ? new TreeHash(bytes) : default;
        return read && hash.ToBase64() == text;
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <inheritdoc/>
    public bool Equals(TreeHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);
}
