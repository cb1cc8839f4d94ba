using System.IO.Compression;
using Governance.Server.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Prices;
using Governance.Server.Intake.Privacy;
using Governance.Server.Intake.Segments;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// CPU time of each stage of a request, per observation, on one thread, whatever else the machine does.
/// </summary>
internal static class StageCases
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddDays(20_001);

    public static IReadOnlyList<Case> Run(byte[][] bodies, double anchor, TimeSpan length)
    {
        var packed = new OtlpRequests(bodies).Next();
        var plain = Unzip(packed);
        var folder = BenchmarkDatabase.TemporaryFolder();
        var key = InstallationKey.Open(folder);
        using var mapper = new ObservationMapper(
            new Senders(key, new SenderNames()),
            key,
            new PrivacyRules(PseudonymKeys.Alone(), new SieveLimits()),
            PriceTable.None);
        var observations = Map().Observations.Select(one => one.Observation).ToList();
        var lines = Write();
        var salt = new byte[SegmentCodec.SaltLength];
        var floor = 1e6 / anchor;
        return
        [
            Stage("unzip", () => Unzip(packed)),
            Stage("decode and map", () => Map()),
            Stage("write", () => Write()),
            Stage("hash and pack", () => SegmentCodec.Encode(lines, salt)),
        ];

        List<ReadOnlyMemory<byte>> Write()
        {
            var pages = new LinePages();
            return [.. observations.Select(pages.Write)];
        }

        MappedBatch Map() => mapper.Map(plain, isJson: false, TelemetrySignal.Traces, s_now);

        Case Stage(string name, Action act)
        {
            var (times, clock) = (0, TimeProvider.System);
            for (var warm = clock.GetTimestamp(); clock.GetElapsedTime(warm) < length / 2;)
                act();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (started, before) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
            for (; clock.GetElapsedTime(started) < length / 2; times++)
                act();
            var spent = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds;
            var observed = (double)times * OtlpRequests.ObservationsEach;
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / observed;
            return new Case($"{name} ({bytes:F0} B allocated)", spent / observed, floor, 1, "us", Better.Lower);
        }
    }

    private static byte[] Unzip(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
