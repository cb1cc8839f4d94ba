using System.Buffers.Binary;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Seen;

/// <summary>
/// Shortens an observation's id to the 64 bits that are remembered of it. Keyed, so that nobody outside can make two
/// ids that look the same. Among a million remembered ids a new one is mistaken for one of them with a probability of
/// 2^-44.
/// </summary>
internal sealed class IdDigest
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _last;

    /// <summary>Every node of an installation shortens alike.</summary>
    public IdDigest(InstallationKey key)
    {
        ReadOnlySpan<byte> secret = key.SecretFor("seen ids"u8);
        _first = BinaryPrimitives.ReadUInt64BigEndian(secret);
        _second = BinaryPrimitives.ReadUInt64BigEndian(secret[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(secret[16..]);
        _last = BinaryPrimitives.ReadUInt64BigEndian(secret[24..]) | 1;
    }

    /// <summary>Never 0.</summary>
    public ulong Of(ObservationId id)
    {
        var mixed = Fold((ulong)(id.High >> 64) ^ _first, (ulong)id.High ^ _second);
        return Math.Max(1, Fold(mixed ^ id.Low ^ _third, _last));
    }

    /// <summary>Both halves of the product: each bit of the result hangs on every bit of both factors.</summary>
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
