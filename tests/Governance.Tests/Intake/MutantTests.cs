using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Segments;

namespace Governance.Tests.Intake;

/// <summary>
/// Whatever becomes of a real request on its way, it is read or refused: by the one exception there is for it, in
/// bounded memory, and what is read can be stored. 20,000 mutants; a million with GOVERNANCE_LONG=1.
/// </summary>
public sealed class MutantTests
{
    private static readonly int s_each = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 250_000 : 5_000;

    private static readonly byte[] s_salt = new byte[SegmentCodec.SaltLength];

    /// <summary>Of every so many mutants that could be read, one is packed as it would be stored.</summary>
    private const int PackedOneIn = 20;

    /// <summary>
    /// What a request may allocate for each of its bytes: an observation is a few hundred bytes of objects made of a
    /// span of a few hundred on the wire.
    /// </summary>
    private const long AllocatedPerByte = 64;

    /// <summary>What any request may allocate, an exception among it.</summary>
    private const long AllocatedAnyhow = 256 * 1024;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void A_damaged_request_is_read_or_refused_and_nothing_else(int seed)
    {
        var mutants = new Mutant(Capture.All(), seed);
        using var mapper = Mapped.Mapper();
        var (read, refused) = (0, 0);
        for (var number = 0; number < s_each; number++)
        {
            var (capture, bytes) = mutants.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var batch = Read(mapper, capture, bytes);
                if (++read % PackedOneIn == 0 && batch is not null)
                    SegmentCodec.Encode([.. batch.Observations.Select(one => one.Observation)], s_salt);
                else
                    Bounded(before, bytes.Length, $"mutant {number} of seed {seed}, of {capture.Name}");
            }
            catch (OtlpFormatException)
            {
                refused++;
            }
        }
        read.ShouldBeGreaterThan(s_each / 20);
        refused.ShouldBeGreaterThan(s_each / 20);
    }

    private static MappedBatch? Read(ObservationMapper mapper, Capture capture, byte[] bytes)
    {
        if (capture.Signal is not TelemetrySignal.Metrics)
            return mapper.Map(bytes, capture.IsJson, capture.Signal, Mapped.Now);
        using var series = Mapped.SeriesMapper();
        series.Map(bytes, capture.IsJson, Mapped.Now).Points.ShouldAllBe(one => one.Point.Count >= 0);
        return null;
    }

    private static void Bounded(long before, int length, string which) =>
        (GC.GetAllocatedBytesForCurrentThread() - before)
            .ShouldBeLessThan(AllocatedAnyhow + (AllocatedPerByte * length), which);
}
