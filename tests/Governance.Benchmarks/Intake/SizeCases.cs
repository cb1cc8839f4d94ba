namespace Governance.Benchmarks.Intake;

/// <summary>
/// Memory and disk as the log grows, with everything running: only on request, since it sends as many observations as
/// <c>--events</c> says.
/// </summary>
internal static class SizeCases
{
    private const int Connections = 16;
    private const double Megabyte = 1024 * 1024;
    private const double Gigabyte = 1e9;

    public static async Task<IReadOnlyList<Case>> RunAsync(byte[][] bodies, int events, CancellationToken ct)
    {
        var requests = new OtlpRequests(bodies);
        await using var server = await IntakeServer.StartAsync(Beside.Everything, ct);
        using var client = new HttpClient { BaseAddress = server.OtlpHttp };
        await SendAsync(events / 5);
        var early = Environment.WorkingSet / Megabyte;
        await SendAsync(events - (events / 5));
        var late = Environment.WorkingSet / Megabyte;
        var (stored, bytes) = await server.StoredAsync(ct);
        return
        [
            new Case($"working set after {stored:N0}, against a fifth", late, early, 1.1, "MB", Better.Lower),
            new Case("disk of 50 million", bytes / (double)stored * 50_000_000 / Gigabyte, 5.5, 1, "GB", Better.Lower),
        ];

        Task SendAsync(int observations)
        {
            var left = observations / OtlpRequests.ObservationsEach;
            return Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await OtlpCases.PostAsync(client, requests.Next(), ct);
            })));
        }
    }
}
