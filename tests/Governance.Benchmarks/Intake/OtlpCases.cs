using System.Net;
using System.Net.Http.Headers;

namespace Governance.Benchmarks.Intake;

/// <summary>OTLP/protobuf, gzip, 512 spans a request.</summary>
internal static class OtlpCases
{
    private const string Unit = "observations/s";

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Case>> RunAsync(
        byte[][] bodies, double anchor, TimeSpan length, CancellationToken ct)
    {
        var requests = new OtlpRequests(bodies);
        var discarded = await MeasureAsync(Beside.NoStore, 8, requests, anchor, length, ct);
        var few = await MeasureAsync(Beside.Nothing, 8, requests, anchor, length, ct);
        var many = await MeasureAsync(Beside.Nothing, 64, requests, anchor, length, ct);
        var live = await MeasureAsync(Beside.Everything, 8, requests, anchor, length, ct);
        var p99 = await AtHalfAsync(bodies, few.PerSecond / OtlpRequests.ObservationsEach / 2, length, ct);
        return
        [
            new Case("8 connections x 512 spans, gzip", few.PerSecond, anchor, 1.2, Unit, Better.Higher),
            new Case("64 connections x 512 spans, gzip", many.PerSecond, anchor, 1.2, Unit, Better.Higher),
            new Case("8 connections, against no store", few.PerSecond, discarded.PerSecond, 0.5, Unit, Better.Higher),
            new Case("with all followers, against none", live.PerSecond, few.PerSecond, 0.7, Unit, Better.Higher),
            new Case("own CPU time an observation", few.Micros, 1e6 / anchor, 1, "us", Better.Lower),
            new Case("acknowledged at half of it, p99", p99, 100, 1, "ms", Better.Lower),
            new Case("database grown, an observation", few.Bytes, 110, 1, "bytes", Better.Lower),
        ];
    }

    /// <summary>Sends one request; anything but 200 is an error.</summary>
    public static async Task PostAsync(HttpClient client, byte[] request, CancellationToken ct)
    {
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, ct);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new HttpRequestException($"Intake answered {answer.StatusCode}.");
    }

    private static async Task<Measured> MeasureAsync(
        Beside beside, int connections, OtlpRequests requests, double anchor, TimeSpan length, CancellationToken ct)
    {
        await using var server = await IntakeServer.StartAsync(beside, ct);
        using var client = new HttpClient { BaseAddress = server.OtlpHttp };
        var sent = 0L;
        requests.Prepare((int)(2 * anchor * (s_warmUp + length).TotalSeconds / OtlpRequests.ObservationsEach));
        await SendAsync(s_warmUp);
        var before = Environment.CpuUsage.TotalTime;
        var loop = await SendAsync(length);
        var worked = Environment.CpuUsage.TotalTime - before;
        var perSecond = loop.PerSecond * OtlpRequests.ObservationsEach;
        var (stored, bytes) = await server.StoredAsync(ct);
        if (beside is not Beside.NoStore && stored != sent * OtlpRequests.ObservationsEach)
            throw new InvalidOperationException($"{sent} requests acknowledged, {stored} observations stored.");
        return new Measured(
            perSecond,
            worked.TotalMicroseconds / (perSecond * length.TotalSeconds),
            bytes / (double)stored);

        Task<ClosedLoop> SendAsync(TimeSpan time) => ClosedLoop.RunAsync(connections, time, (_, _) => SendOneAsync());

        async Task SendOneAsync()
        {
            await PostAsync(client, requests.Next(), ct);
            Interlocked.Increment(ref sent);
        }
    }

    /// <summary>The 99th percentile of an acknowledgement under a timetable, on a server of its own.</summary>
    private static async Task<double> AtHalfAsync(
        byte[][] bodies, double requestsPerSecond, TimeSpan length, CancellationToken ct)
    {
        var requests = new OtlpRequests(bodies);
        await using var server = await IntakeServer.StartAsync(Beside.Nothing, ct);
        using var client = new HttpClient { BaseAddress = server.OtlpHttp };
        requests.Prepare((int)(requestsPerSecond * (s_warmUp + length).TotalSeconds));
        await RunAsync(s_warmUp);
        var times = await RunAsync(length);
        return times[(int)(times.Length * 0.99)];

        Task<double[]> RunAsync(TimeSpan time) =>
            PacedLoop.RunAsync(8, requestsPerSecond, time, () => PostAsync(client, requests.Next(), ct));
    }

    /// <param name="PerSecond">Observations.</param>
    /// <param name="Micros">CPU time of this process, senders included, an observation.</param>
    /// <param name="Bytes">By which the database grew, an observation.</param>
    private sealed record Measured(double PerSecond, double Micros, double Bytes);
}
