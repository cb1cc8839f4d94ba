using System.Numerics;

namespace Governance.Transparency.Curve;

/// <summary>
/// A point of the curve −x² + y² = 1 + d·x²·y² in extended coordinates (x = X/Z, y = Y/Z, T = X·Y/Z), with the
/// complete addition and the doubling of RFC 8032 §5.1.4. Constants are derived from their definitions, not typed in.
/// </summary>
internal readonly struct EdwardsPoint
{
    private static readonly BigInteger s_p = BigInteger.Pow(2, 255) - 19;
    private static readonly byte[] s_toInverse = Little(s_p - 2);
    private static readonly byte[] s_toRoot = Little((s_p - 5) / 8);
    private static readonly byte[] s_canonicalLimit = Little(s_p);

    // √−1 = 2^((p−1)/4)
    private static readonly FieldElement s_rootOfMinusOne = FieldElement.Of(2).Power(Little((s_p - 1) / 4));
    private static readonly FieldElement s_d = -FieldElement.Of(121665) * FieldElement.Of(121666).Power(s_toInverse);
    private static readonly FieldElement s_twoD = s_d + s_d;

    private readonly FieldElement _x, _y, _z, _t;

    private EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t) =>
        (_x, _y, _z, _t) = (x, y, z, t);

    public static EdwardsPoint Identity =>
        new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>The base point: y = 4/5, x even.</summary>
    public static EdwardsPoint Base { get; } = Generator();

    /// <summary>Reads RFC 8032's encoding (§5.1.3); y ≥ p, no root, and "−0" are refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out EdwardsPoint point)
    {
        point = default;
        Span<byte> ordinate = stackalloc byte[32];
        encoded.CopyTo(ordinate);
        var sign = ordinate[31] >> 7;
        ordinate[31] &= 0x7f;
        if (!IsBelow(ordinate, s_canonicalLimit))
            return false;
        var y = FieldElement.Read(ordinate);
        var (u, v) = (y * y - FieldElement.One, s_d * y * y + FieldElement.One);
        if (!TryRootOfRatio(u, v, out var x) || (x.IsZero && sign == 1))
            return false;
        if (x.Sign != sign)
            x = -x;
        point = new EdwardsPoint(x, y, FieldElement.One, x * y);
        return true;
    }

    /// <summary>RFC 8032's encoding (§5.1.2): y, with the lowest bit of x on top.</summary>
    public void Encode(Span<byte> encoded)
    {
        var inverse = _z.Power(s_toInverse);
        (_y * inverse).Write(encoded);
        encoded[31] |= (byte)((_x * inverse).Sign << 7);
    }

    public static EdwardsPoint operator +(EdwardsPoint p, EdwardsPoint q)
    {
        var a = (p._y - p._x) * (q._y - q._x);
        var b = (p._y + p._x) * (q._y + q._x);
        var c = p._t * s_twoD * q._t;
        var d = (p._z + p._z) * q._z;
        return Complete(b - a, d - c, d + c, b + a);
    }

    public static EdwardsPoint operator -(EdwardsPoint p) => new(-p._x, p._y, p._z, -p._t);

    public EdwardsPoint Double()
    {
        var (a, b) = (_x * _x, _y * _y);
        var c = _z * _z;
        var h = a + b;
        var xy = _x + _y;
        var g = a - b;
        return Complete(h - xy * xy, c + c + g, g, h);
    }

    /// <summary>Whether the point's order divides 8: such a "key" verifies signatures that nobody made.</summary>
    public bool HasSmallOrder
    {
        get
        {
            var eightfold = Double().Double().Double();
            return eightfold._x.IsZero && eightfold._y.Equals(eightfold._z);
        }
    }

    /// <summary>[a]P + [b]Q by Straus' common doubling; scalars are 32 bytes little-endian.</summary>
    public static EdwardsPoint Sum(ReadOnlySpan<byte> a, EdwardsPoint p, ReadOnlySpan<byte> b, EdwardsPoint q)
    {
        ReadOnlySpan<EdwardsPoint> table = [Identity, p, q, p + q];
        var sum = Identity;
        for (var bit = 255; bit >= 0; bit--)
        {
            sum = sum.Double();
            var both = ((a[bit >> 3] >> (bit & 7)) & 1) | (((b[bit >> 3] >> (bit & 7)) & 1) << 1);
            if (both != 0)
                sum += table[both];
        }
        return sum;
    }

    private static EdwardsPoint Complete(FieldElement e, FieldElement f, FieldElement g, FieldElement h) =>
        new(e * f, g * h, f * g, e * h);

    // x = u·v³·(u·v⁷)^((p−5)/8), times √−1 when that is a root of −u/v (RFC 8032 §5.1.3).
    private static bool TryRootOfRatio(FieldElement u, FieldElement v, out FieldElement root)
    {
        var v3 = v * v * v;
        root = u * v3 * (u * v3 * v3 * v).Power(s_toRoot);
        var check = v * root * root;
        if (check.Equals(u))
            return true;
        root *= s_rootOfMinusOne;
        return check.Equals(-u);
    }

    private static bool IsBelow(ReadOnlySpan<byte> little, ReadOnlySpan<byte> limit)
    {
        for (var i = 31; i >= 0; i--)
        {
            if (little[i] != limit[i])
                return little[i] < limit[i];
        }
        return false;
    }

    private static EdwardsPoint Generator()
    {
        Span<byte> encoded = stackalloc byte[32];
        (FieldElement.Of(4) * FieldElement.Of(5).Power(s_toInverse)).Write(encoded);
        return TryDecode(encoded, out var point) ? point : throw new InvalidOperationException("4/5 is on the curve.");
    }

    private static byte[] Little(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
