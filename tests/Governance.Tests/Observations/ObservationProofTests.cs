using System.Text;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Reading;
using Governance.Server.Intake.Segments;
using Governance.Transparency.Merkle;

namespace Governance.Tests.Observations;

public sealed class ObservationProofTests
{
    private static readonly byte[] s_salt = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    [Fact]
    public void Each_observation_of_a_segment_of_any_size_leads_to_the_root_that_was_recorded()
    {
        for (var size = 1; size <= 33; size++)
        {
            var (segment, root) = Segment(size);
            for (var index = 0; index < size; index++)
            {
                var proof = ObservationProof.Of(segment.Find(index)!, header: null);
                proof.Root!.Value.ShouldBe(root, $"{index} of {size}");
                MerkleTree.Leaf([.. Convert.FromBase64String(proof.LeafSalt), .. Encoding.UTF8.GetBytes(proof.Line)])
                    .ShouldBe(proof.Leaf, $"{index} of {size}");
            }
        }
    }

    [Fact]
    public void No_two_leaves_share_a_salt()
    {
        var (segment, _) = Segment(20);
        Enumerable.Range(0, 20).Select(index => ObservationProof.Of(segment.Find(index)!, header: null).LeafSalt)
            .Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public void A_segment_has_no_observation_before_its_first_or_after_its_last()
    {
        var (segment, _) = Segment(3);
        segment.Find(-1).ShouldBeNull();
        segment.Find(3).ShouldBeNull();
        segment.IsWhole.ShouldBeTrue();
    }

    private static (ShelvedSegment Segment, TreeHash Root) Segment(int size)
    {
        var start = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        var observations = Enumerable.Range(0, size).Select(n => new Observation
        {
            Kind = ObservationKind.Inference, StartedAt = start.AddSeconds(n), ModelVersion = "größer",
        }).ToList();
        var encoded = SegmentCodec.Encode(observations, s_salt);
        var raw = new byte[encoded.RawLength];
        SegmentCodec.Unpack(encoded.Body, raw);
        var header = new BehaviourEvent.SegmentRecorded(
            "d", "support", "production", new DateOnly(2026, 11, 21), start, start.AddSeconds(size), size,
            new Dictionary<string, int>(), [], "", Convert.ToBase64String(encoded.Root), SegmentCodec.BrotliLines);
        return (new ShelvedSegment(7, start, header, s_salt, raw), new TreeHash(encoded.Root));
    }
}
