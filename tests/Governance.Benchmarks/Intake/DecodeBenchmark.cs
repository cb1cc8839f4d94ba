using System.Globalization;
using System.IO.Compression;
using Governance.Benchmarks.Intake.Floor;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// The decoder alone: from the bytes of a request of 512 spans to every field and attribute that the mapping looks at,
/// against Google.Protobuf's parser on the same bytes. One thread, CPU time, so that a busy machine changes little.
/// </summary>
internal static class DecodeBenchmark
{
    /// <summary>Turns measured at a time; decoders take turns, so that both meet the same machine.</summary>
    private const int Rounds = 10;

    public static Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var request = Unzip(new OtlpRequests(BenchmarkObservations.Bodies()).Next());
        var seen = new Seen();
        OtlpProtobuf.Read(request, TelemetrySignal.Traces, seen);
        var spans = seen.Records;
        var floorSpans = FloorRequest.Parser.ParseFrom(request)
            .ResourceSpans.Sum(one => one.ScopeSpans.Sum(scope => scope.Spans.Count));
        if (spans == 0 || spans != floorSpans)
            throw new InvalidOperationException($"{spans} spans seen, {floorSpans} parsed.");

        var turn = options.Length / (2 * Rounds);
        Measured ours = default, floor = default;
        for (var round = -1; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var one = Measure(turn, () => OtlpProtobuf.Read(request, TelemetrySignal.Traces, seen));
            var other = Measure(turn, () => FloorRequest.Parser.ParseFrom(request));
            if (round >= 0)
                (ours, floor) = (ours + one, floor + other);
        }

        var (rate, floorRate) = (ours.PerSecond * spans, floor.PerSecond * spans);
        return Task.FromResult<IReadOnlyList<Case>>(
        [
            new Case($"decode, {Bytes(floor, spans)} allocated by the floor", rate, floorRate, 1.5, "spans/s",
                Better.Higher),
            new Case("allocated", ours.Bytes / ours.Times / spans, floor.Bytes / floor.Times / spans, 0.01, "B/span",
                Better.Lower),
        ]);
    }

    private static string Bytes(Measured measured, int spans) => string.Create(
        CultureInfo.InvariantCulture, $"{measured.Bytes / measured.Times / spans:F0} B a span");

    private static Measured Measure(TimeSpan length, Action act)
    {
        var (times, clock) = (0, TimeProvider.System);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (started, before) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (; clock.GetElapsedTime(started) < length; times++)
            act();
        var spent = Environment.CpuUsage.TotalTime - before;
        return new Measured(times, spent.TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static byte[] Unzip(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private readonly record struct Measured(double Times, double Seconds, double Bytes)
    {
        public double PerSecond => Times / Seconds;

        public static Measured operator +(Measured one, Measured other) =>
            new(one.Times + other.Times, one.Seconds + other.Seconds, one.Bytes + other.Bytes);
    }

    /// <summary>Looks up every name and touches every value, as the mapping does, and keeps nothing.</summary>
    private sealed class Seen : ITelemetryVisitor
    {
        private long _touched;

        public int Records { get; private set; }

        public void BeginResource() => Records = 0;

        public void BeginRecord() => Records++;

        public void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value) =>
            _touched += KnownNames.Find(key).Length + value.Text.Length + value.Integer + (value.Number > 0 ? 1 : 0);

        public void EventName(ReadOnlySpan<byte> name) => _touched += name.Length;

        public void BodyEntry(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> key, AttributeValue value) =>
            _touched += key.Length;

        public void BeginSpanEvent(ReadOnlySpan<byte> name) => _touched += name.Length;

        public void EndRecord(RecordHead head) => _touched += (long)head.SpanId + (long)head.StartNanos;
    }
}
