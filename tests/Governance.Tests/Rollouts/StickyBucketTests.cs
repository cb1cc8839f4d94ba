using System.Text;
using System.Text.Json;
using Governance.Domain.Rollouts;

namespace Governance.Tests.Rollouts;

public sealed class StickyBucketTests
{
    private const int People = 1_000_000;

    [Fact]
    public void It_gives_the_published_vectors()
    {
        var path = SharedData.Find("data/reference-vectors/murmur3-buckets.json");
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var vector in vectors.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var input = vector.GetProperty("input").GetString()!;
            var hash = StickyBucket.Murmur3(Encoding.UTF8.GetBytes(input));
            hash.ShouldBe(vector.GetProperty("hash").GetUInt32(), input);
            StickyBucket.Scale(hash).ShouldBe(vector.GetProperty("bucket100000").GetInt32(), input);
        }
    }

    [Theory]
    [InlineData("model-serving", "user-1", 17946)]
    public void Salt_and_key_are_joined_by_a_colon(string salt, string key, int bucket) =>
        StickyBucket.Of(salt, key).ShouldBe(bucket);

    [Fact]
    public void A_long_key_is_hashed_like_a_short_one()
    {
        var key = new string('ж', 5_000);
        StickyBucket.Of("salt", key)
            .ShouldBe(StickyBucket.Scale(StickyBucket.Murmur3(Encoding.UTF8.GetBytes("salt:" + key))));
    }

    [Fact]
    public void Raising_the_share_moves_nobody_out()
    {
        double[] shares = [0, 0.001, 0.5, 1, 10, 33.333, 50, 99.999, 100];
        foreach (var key in Enumerable.Range(0, 20_000).Select(i => $"user-{i}"))
        {
            var candidate = shares.Select(share => StickyBucket.IsCandidate("salt", key, share)).ToList();
            candidate.ShouldBe(candidate.Order());
            candidate[0].ShouldBeFalse();
            candidate[^1].ShouldBeTrue();
        }
    }

    [Fact]
    public void A_million_people_at_five_percent_are_within_a_tenth_of_a_point()
    {
        var candidates = Enumerable.Range(0, People).Count(i => StickyBucket.IsCandidate("salt", $"user-{i}", 5));
        (100.0 * candidates / People).ShouldBe(5, 0.1);
    }

    [Fact]
    public void Buckets_are_uniform()
    {
        var counts = new int[100];
        for (var i = 0; i < People; i++)
        {
            counts[StickyBucket.Of("uniform", $"user-{i}") / (StickyBucket.Count / counts.Length)]++;
        }

        const double Expected = People / 100.0;
        // chi-square with 99 degrees of freedom exceeds 160.1 with probability 1e-4
        counts.Sum(n => (n - Expected) * (n - Expected) / Expected).ShouldBeLessThan(160.1);
    }

    [Fact]
    public void Two_rollouts_choose_independently()
    {
        var both = Enumerable.Range(0, People).Count(
            i => StickyBucket.IsCandidate("one", $"user-{i}", 10) && StickyBucket.IsCandidate("two", $"user-{i}", 10));
        (100.0 * both / People).ShouldBe(1, 0.05);
    }
}
