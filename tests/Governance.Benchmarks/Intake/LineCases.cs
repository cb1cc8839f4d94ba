using System.Net;
using System.Net.Http.Headers;
using Governance.Server.Intake;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy;

namespace Governance.Benchmarks.Intake;

/// <summary>JSON lines: 100 a request, one a request, and what reading them costs.</summary>
internal static class LineCases
{
    private const int Batched = 100;

    /// <summary>Single observations a second that have to be reached.</summary>
    private const double SinglesBar = 20_000;

    /// <summary>Milliseconds in which 99 of 100 single observations have to be acknowledged.</summary>
    private const double SingleP99Bar = 10;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    /// <summary>100 lines a request, against the anchor.</summary>
    public static async Task<IReadOnlyList<Case>> RunBatchedAsync(
        byte[][] bodies, double anchor, TimeSpan length, CancellationToken ct)
    {
        var requests = new LineRequests(bodies, Batched);
        var reading = Reading(requests, anchor, length);
        var few = await MeasureAsync(8, requests, length, ct);
        var many = await MeasureAsync(64, requests, length, ct);
        return
        [
            reading,
            Rate("8 senders x 100 lines", few.PerSecond * Batched),
            Rate("64 senders x 100 lines", many.PerSecond * Batched),
        ];

        Case Rate(string name, double measured) =>
            new(name, measured, anchor, 1.8, "observations/s", Better.Higher);
    }

    /// <summary>One line a request, against what the product promises.</summary>
    public static async Task<IReadOnlyList<Case>> RunSingleAsync(
        byte[][] bodies, TimeSpan length, CancellationToken ct)
    {
        var loop = await MeasureAsync(64, new LineRequests(bodies, each: 1), length, ct);
        return
        [
            new Case("64 senders x 1 line", loop.PerSecond, SinglesBar, 1, "observations/s", Better.Higher),
            new Case("64 senders x 1 line, p99", loop.P99, SingleP99Bar, 1, "ms", Better.Lower),
        ];
    }

    /// <summary>CPU time of reading and mapping a line, on one thread, whatever else the machine does.</summary>
    private static Case Reading(LineRequests requests, double anchor, TimeSpan length)
    {
        var key = InstallationKey.Open(BenchmarkDatabase.TemporaryFolder());
        using var mapper = new LinesMapper(new Senders(key, new SenderNames()), key, PseudonymKeys.Alone());
        var body = requests.Next();
        var now = DateTimeOffset.UnixEpoch.AddDays(20_001);
        var (times, clock) = (0, TimeProvider.System);
        for (var warm = clock.GetTimestamp(); clock.GetElapsedTime(warm) < length / 2;)
            mapper.ReadLines(body, now);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (started, before) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (; clock.GetElapsedTime(started) < length / 2; times++)
            mapper.ReadLines(body, now);
        var spent = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds;
        var lines = (double)times * Batched;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / lines;
        return new Case(
            $"read and map a line ({bytes:F0} B allocated)", spent / lines, 1e6 / anchor, 1, "us", Better.Lower);
    }

    private static async Task<ClosedLoop> MeasureAsync(
        int connections, LineRequests requests, TimeSpan length, CancellationToken ct)
    {
        await using var server = await IntakeServer.StartAsync(Beside.Nothing, ct);
        using var client = new HttpClient { BaseAddress = server.OtlpHttp };
        var sent = 0L;
        await SendAsync(s_warmUp);
        var loop = await SendAsync(length);
        var (stored, _) = await server.StoredAsync(ct);
        return stored == sent * requests.ObservationsEach
            ? loop
            : throw new InvalidOperationException($"{sent} requests acknowledged, {stored} observations stored.");

        Task<ClosedLoop> SendAsync(TimeSpan time) => ClosedLoop.RunAsync(connections, time, async (_, _) =>
        {
            using var content = new ByteArrayContent(requests.Next());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await client.PostAsync(new Uri("/v1/behaviour", UriKind.Relative), content, ct);
            if (answer.StatusCode is not HttpStatusCode.OK)
                throw new HttpRequestException($"Intake answered {answer.StatusCode}.");
            Interlocked.Increment(ref sent);
        });
    }
}
