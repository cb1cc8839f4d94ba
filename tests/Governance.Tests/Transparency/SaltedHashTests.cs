using Governance.EventSourcing;
using Governance.Transparency.Leaves;

namespace Governance.Tests.Transparency;

/// <summary>
/// The store writes these hashes and the verifier recomputes them; the two rooms may not know each other.
/// </summary>
public sealed class SaltedHashTests
{
    private static readonly byte[] s_salt = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Store_and_verifier_hash_a_payload_alike() =>
        SaltedHash.OfPayload(s_salt, "{\"a\":\"é\"}"u8).ToArray()
            .ShouldBe(EventHashes.OfData(s_salt, "{\"a\":\"é\"}"u8));

    [Fact]
    public void Store_and_verifier_hash_the_columns_alike()
    {
        var id = new Guid("0192F0AA-0000-7000-8000-00000000ABCD");
        (string?, string?, string?)[] rows = [("c", "person-1", "{\"a\": 1}"), (null, "", null)];
        foreach (var (causation, actor, headers) in rows)
        {
            SaltedHash.OfColumns(s_salt, id.ToString(), causation, actor, "T, A", headers).ToArray()
                .ShouldBe(EventHashes.OfMetadata(s_salt, id, causation, actor, "T, A", headers));
        }
    }
}
