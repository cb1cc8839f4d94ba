using System.Security.Cryptography;
using System.Text;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;

namespace Governance.Tests.Transparency;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Numbers_are_spelled_as_published()
    {
        var vectors = Vectors.Read("jcs-rfc8785.json");
        foreach (var number in vectors.Items("numbersRfc").Concat(vectors.Items("numbersRandom")))
        {
            var bits = Convert.ToInt64(number.Text("hex"), 16);
            CanonicalJson.Number(BitConverter.Int64BitsToDouble(bits)).ShouldBe(number.Text("text"));
        }
    }

    [Fact]
    public void Documents_are_spelled_as_published()
    {
        foreach (var document in Vectors.Read("jcs-rfc8785.json").Items("documents"))
        {
            var canonical = CanonicalJson.Of(document.Text("input"));
            Encoding.UTF8.GetString(canonical).ShouldBe(document.Text("canonical"));
            Convert.ToHexStringLower(SHA256.HashData(canonical)).ShouldBe(document.Text("sha256"));
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData(""" "\ud800" """)]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("{")]
    public void What_has_no_canonical_spelling_is_refused(string json) =>
        Should.Throw<FormatException>(() => CanonicalJson.Of(json));

    [Fact]
    public void A_leaf_is_canonical_json_and_reads_back()
    {
        var at = new DateTimeOffset(2026, 11, 21, 0, 59, 10, TimeSpan.Zero).AddTicks(1_234_560);
        var hash = MerkleTree.EmptyRoot;
        var leaf = new Leaf("person-7", at, null, hash, hash, 12, "incident-\"ö", "incident.declared", 3);
        var bytes = leaf.Encode();
        CanonicalJson.Of(Encoding.UTF8.GetString(bytes)).ShouldBe(bytes);
        Encoding.UTF8.GetString(bytes).ShouldContain("\"at\":\"2026-11-21T00:59:10.123456Z\",\"corr\":null");
        Leaf.TryDecode(bytes, out var read).ShouldBeTrue();
        read.ShouldBe(leaf);
        Leaf.TryDecode([.. bytes, (byte)' '], out _).ShouldBeFalse("another spelling of the same leaf is another leaf");
    }
}
