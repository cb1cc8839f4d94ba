using System.Globalization;
using System.Numerics;
using Governance.Transparency.Curve;

namespace Governance.Tests.Transparency;

/// <summary>The vectors of RFC 8032 §7.1, and what a strict verifier must refuse beyond them.</summary>
public sealed class Ed25519Tests
{
    private static readonly BigInteger s_p = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger s_order = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Published_signatures_verify_and_nothing_near_them_does(string key, string message, string signature)
    {
        Ed25519PublicKey.TryParse(Convert.FromHexString(key), out var parsed).ShouldBeTrue();
        var (text, bytes) = (Convert.FromHexString(message), Convert.FromHexString(signature));
        parsed.Verify(text, bytes).ShouldBeTrue();
        parsed.Verify([.. text, 0], bytes).ShouldBeFalse();
        parsed.Verify(text, bytes.AsSpan(1)).ShouldBeFalse();
        parsed.Verify(text, WithLargerS(bytes)).ShouldBeFalse("S + L solves the same equation in another spelling");
    }

    [Fact]
    public void Keys_of_small_order_are_no_keys()
    {
        // y = 1 (the identity), y = −1 (order 2), y = 0 (order 4), each in both signs that decode.
        foreach (var y in new[] { BigInteger.One, s_p - 1, BigInteger.Zero })
            Ed25519PublicKey.TryParse(Little(y), out _).ShouldBeFalse(y.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Points_have_one_spelling()
    {
        foreach (var y in new[] { s_p, s_p + 1, s_p + 4, BigInteger.Pow(2, 255) - 1 })
            Ed25519PublicKey.TryParse(Little(y), out _).ShouldBeFalse("y is at least p");
        var minusZero = Little(BigInteger.One);
        minusZero[31] |= 0x80;
        Ed25519PublicKey.TryParse(minusZero, out _).ShouldBeFalse("x = 0 has no negative");
        Ed25519PublicKey.TryParse(Little(2), out _).ShouldBeFalse("no x belongs to y = 2");
        Ed25519PublicKey.TryParse(new byte[31], out _).ShouldBeFalse();
    }

    private static byte[] WithLargerS(byte[] signature)
    {
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + s_order;
        return [.. signature[..32], .. Little(s)];
    }

    private static byte[] Little(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true).ShouldBeTrue();
        return bytes;
    }
}
