namespace Governance.Transparency.Curve;

/// <summary>
/// A number modulo p = 2^255 − 19, in five limbs of 51 bits. Between operations each limb stays below 2^52, so a
/// product of two limbs, five of them summed and multiplied by 19, fits 128 bits with room. Not constant-time: it
/// serves verification, where nothing is secret.
/// </summary>
internal readonly struct FieldElement
{
    private const ulong Mask = (1UL << 51) - 1;

    // 2p in limbs: added before subtracting so that no limb goes below zero.
    private const ulong TwoPLow = 2 * ((1UL << 51) - 19);
    private const ulong TwoPHigh = 2 * ((1UL << 51) - 1);

    private readonly ulong _0, _1, _2, _3, _4;

    private FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) =>
        (_0, _1, _2, _3, _4) = (l0, l1, l2, l3, l4);

    public static FieldElement Zero => new(0, 0, 0, 0, 0);

    public static FieldElement One => new(1, 0, 0, 0, 0);

    public static FieldElement Of(uint small) => new(small, 0, 0, 0, 0);

    /// <summary>Reads 255 bits, little-endian; the highest bit of the 32 bytes is ignored.</summary>
    public static FieldElement Read(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d) = (Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));
        return new FieldElement(
            a & Mask,
            ((a >> 51) | (b << 13)) & Mask,
            ((b >> 38) | (c << 26)) & Mask,
            ((c >> 25) | (d << 39)) & Mask,
            (d >> 12) & Mask);
    }

    /// <summary>The one number below p, as 32 bytes little-endian.</summary>
    public void Write(Span<byte> bytes)
    {
        var x = Carry(_0, _1, _2, _3, _4);
        // The value is below 2p: q is 1 exactly when value + 19 reaches 2^255, that is when value ≥ p.
        var q = (x._0 + 19) >> 51;
        q = (x._1 + q) >> 51;
        q = (x._2 + q) >> 51;
        q = (x._3 + q) >> 51;
        q = (x._4 + q) >> 51;
        var l0 = x._0 + 19 * q;
        var l1 = x._1 + (l0 >> 51);
        var l2 = x._2 + (l1 >> 51);
        var l3 = x._3 + (l2 >> 51);
        var l4 = x._4 + (l3 >> 51);
        (l0, l1, l2, l3, l4) = (l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask);
        BitConverter.TryWriteBytes(bytes, l0 | (l1 << 51));
        BitConverter.TryWriteBytes(bytes[8..], (l1 >> 13) | (l2 << 38));
        BitConverter.TryWriteBytes(bytes[16..], (l2 >> 26) | (l3 << 25));
        BitConverter.TryWriteBytes(bytes[24..], (l3 >> 39) | (l4 << 12));
    }

    public static FieldElement operator +(FieldElement a, FieldElement b) =>
        Carry(a._0 + b._0, a._1 + b._1, a._2 + b._2, a._3 + b._3, a._4 + b._4);

    public static FieldElement operator -(FieldElement a, FieldElement b) => Carry(
        a._0 + 2 * TwoPLow - b._0,
        a._1 + 2 * TwoPHigh - b._1,
        a._2 + 2 * TwoPHigh - b._2,
        a._3 + 2 * TwoPHigh - b._3,
        a._4 + 2 * TwoPHigh - b._4);

    public static FieldElement operator -(FieldElement a) => Zero - a;

    public static FieldElement operator *(FieldElement a, FieldElement b)
    {
        // Limbs that overflow 2^255 come back multiplied by 19, since 2^255 ≡ 19.
        var (b1, b2, b3, b4) = (19 * b._1, 19 * b._2, 19 * b._3, 19 * b._4);
        var r0 = P(a._0, b._0) + P(a._1, b4) + P(a._2, b3) + P(a._3, b2) + P(a._4, b1);
        var r1 = P(a._0, b._1) + P(a._1, b._0) + P(a._2, b4) + P(a._3, b3) + P(a._4, b2);
        var r2 = P(a._0, b._2) + P(a._1, b._1) + P(a._2, b._0) + P(a._3, b4) + P(a._4, b3);
        var r3 = P(a._0, b._3) + P(a._1, b._2) + P(a._2, b._1) + P(a._3, b._0) + P(a._4, b4);
        var r4 = P(a._0, b._4) + P(a._1, b._3) + P(a._2, b._2) + P(a._3, b._1) + P(a._4, b._0);
        r1 += (ulong)(r0 >> 51);
        r2 += (ulong)(r1 >> 51);
        r3 += (ulong)(r2 >> 51);
        r4 += (ulong)(r3 >> 51);
        var low = ((ulong)r0 & Mask) + 19 * (ulong)(r4 >> 51);
        return Carry(low, (ulong)r1 & Mask, (ulong)r2 & Mask, (ulong)r3 & Mask, (ulong)r4 & Mask);
    }

    /// <summary>This number to a power given as 32 bytes little-endian.</summary>
    public FieldElement Power(ReadOnlySpan<byte> exponent)
    {
        var result = One;
        for (var bit = 255; bit >= 0; bit--)
        {
            result *= result;
            if (((exponent[bit >> 3] >> (bit & 7)) & 1) == 1)
                result *= this;
        }
        return result;
    }

    public bool IsZero => Equals(Zero);

    /// <summary>Equality of the numbers, whatever their limbs.</summary>
    public bool Equals(FieldElement other)
    {
        Span<byte> mine = stackalloc byte[32], theirs = stackalloc byte[32];
        Write(mine);
        other.Write(theirs);
        return mine.SequenceEqual(theirs);
    }

    /// <summary>The lowest bit of the number below p: the "sign" of RFC 8032.</summary>
    public int Sign
    {
        get
        {
            Span<byte> bytes = stackalloc byte[32];
            Write(bytes);
            return bytes[0] & 1;
        }
    }

    private static UInt128 P(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return new UInt128(high, low);
    }

    private static FieldElement Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        l1 += l0 >> 51;
        l2 += l1 >> 51;
        l3 += l2 >> 51;
        l4 += l3 >> 51;
        var low = (l0 & Mask) + 19 * (l4 >> 51);
        return new FieldElement(low & Mask, (l1 & Mask) + (low >> 51), l2 & Mask, l3 & Mask, l4 & Mask);
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int index) => BitConverter.ToUInt64(bytes[(8 * index)..]);
}
