using System.Net;
using System.Net.Http.Headers;
using Governance.Server.Shell;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// Observations over real HTTP into the whole running server: decoded, mapped, hashed, packed, committed, and only
/// then acknowledged, while detection and the signed log follow behind.
/// </summary>
internal static class IntakeBenchmark
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var bodies = BenchmarkObservations.Bodies();
        var requests = new OtlpRequests(bodies);
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        var anchor = await Anchor.MeasureAsync(database, bodies, options.Length, ct);
        var folder = BenchmarkDatabase.TemporaryFolder();
        Directory.CreateDirectory(folder);
        await using var server = await RunningServer.StartAsync(
            [
                $"--{RunningServer.DatabaseKey}={database.ConnectionString}", $"--{RunningServer.FolderKey}={folder}",
                .. Doors.AnyPorts, "--Logging:LogLevel:Default=Warning",
            ],
            stop: ct);
        using var client = new HttpClient { BaseAddress = server.OtlpHttp };
        var sent = 0L;
        await SendAsync(8, s_warmUp);

        var few = await SendAsync(8, options.Length);
        var many = await SendAsync(64, options.Length);
        var (observations, bytes) = await StoredAsync(database, ct);
        if (observations != sent * OtlpRequests.ObservationsEach)
            throw new InvalidOperationException($"{sent} requests acknowledged, {observations} observations stored.");
        return
        [
            Rate("A: COPY, jsonb, 1 connection", anchor, 1),
            Rate("8 senders x 100 observations", few.PerSecond * OtlpRequests.ObservationsEach, 1.3),
            Rate("64 senders x 100 observations", many.PerSecond * OtlpRequests.ObservationsEach, 1.3),
            new Case("bytes on disk an observation", bytes / (double)observations, 860, 0.25, "bytes", Better.Lower),
        ];

        Case Rate(string name, double measured, double bar) =>
            new(name, measured, anchor, bar, "observations/s", Better.Higher);

        Task<ClosedLoop> SendAsync(int senders, TimeSpan length) => ClosedLoop.RunAsync(senders, length, async (_, _) =>
        {
            using var content = new ByteArrayContent(requests.Next(Interlocked.Increment(ref sent)));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var answer = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, ct);
            if (answer.StatusCode is not HttpStatusCode.OK)
                throw new HttpRequestException($"Intake answered {answer.StatusCode}.");
        });
    }

    private static async Task<(long Observations, long Bytes)> StoredAsync(
        BenchmarkDatabase database, CancellationToken ct)
    {
        await using var command = database.DataSource.CreateCommand(
            "select coalesce(sum(count), 0), coalesce(sum(octet_length(body) + 300), 0) from es_segment");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
