using Governance.Benchmarks.Intake;
using Governance.Server.Demo;

namespace Governance.Benchmarks.Fleet;

/// <summary>
/// From the segment that closes a window to the signal in the log, both by the database's time: the whole server over
/// its own PostgreSQL, forty deployments that stream 2,000 observations a second, each of which turns bad.
/// </summary>
internal static class SignalLatency
{
    private const int Deployments = SimulatedFleet.Deployments;

    /// <summary>Of each deployment, in one export a second: some four observations each.</summary>
    private const int ConversationsPerExport = 13;

    /// <summary>Seconds of calm before, sent at once.</summary>
    private const int CalmSeconds = 60;

    /// <summary>Seconds after which the first deployment turns bad; the last one does so ten seconds later.</summary>
    private const double TurnsAfter = 5;
    private const double TurnsWithin = 10;

    /// <summary>Milliseconds in which 95 of 100 signals have to be in the log.</summary>
    private const double Bar = 2_000;

    /// <summary>Observations a second that have to be offered for the number to count.</summary>
    private const double Offered = 2_000;

    private const int Callers = 8;

    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>How long the detectors may need for what is left when nothing comes any more.</summary>
    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(10);

    internal static async Task<IReadOnlyList<Case>> RunAsync(CancellationToken ct)
    {
        await using var server = await IntakeServer.StartAsync(
            Beside.Everything, ct, ["--Signals:WindowSeconds=1", "--Signals:LatenessSeconds=1"]);
        using var http = new HttpClient();
        var otlp = new OtlpClient(http, server.OtlpHttp);
        var clock = TimeProvider.System;
        var begin = clock.GetUtcNow();
        for (var deployment = 0; deployment < Deployments; deployment++)
        {
            for (var second = -CalmSeconds; second < 0; second++)
                await ExportAsync(otlp, deployment, second, begin, ct);
        }

        var (before, _) = await server.StoredAsync(ct);
        begin = clock.GetUtcNow();
        var next = -1;
        await PacedLoop.RunAsync(Callers, Deployments, s_length, () =>
        {
            var export = Interlocked.Increment(ref next);
            return ExportAsync(otlp, export % Deployments, export / Deployments, begin, ct);
        });
        var took = (clock.GetUtcNow() - begin).TotalSeconds;
        await Task.Delay(s_settles, clock, ct);
        var (after, _) = await server.StoredAsync(ct);
        var lags = await server.SignalLagsAsync(ct);
        if (lags.Count == 0)
            throw new InvalidOperationException("Nothing was found, so nothing can be said of how soon.");
        Console.WriteLine($"{lags.Count} alarms; median {lags[lags.Count / 2]:0} ms, longest {lags[^1]:0} ms");
        return
        [
            new("fleet latency: observations a second over 40 deployments", (after - before) / took, Offered, 0.9,
                "observations/s", Better.Higher),
            new("fleet latency: closing segment to signal, p95", lags[(int)(lags.Count * 0.95)], Bar, 1, "ms",
                Better.Lower),
        ];
    }

    /// <summary>One second of one deployment; everything follows from which deployment and which second.</summary>
    private static Task ExportAsync(
        OtlpClient otlp, int deployment, int second, DateTimeOffset begin, CancellationToken ct)
    {
        var dice = new Dice((deployment * 10_007) + second);
        var sender = new SyntheticSender($"fleet-{deployment:00}", "acme-chat", "a");
        var batch = new OtlpBatch(sender);
        var bad = second >= TurnsAfter + (TurnsWithin * deployment / Deployments);
        var behaviour = bad ? new Behaviour { Refusal = 0.5 } : new Behaviour();
        for (var i = 0; i < ConversationsPerExport; i++)
        {
            var at = begin + ((second - 1) * s_second) + (i * s_second / ConversationsPerExport);
            sender.Tell(batch, Conversation.Draw(dice, behaviour, "v1", "user", at), dice);
        }

        return otlp.SendAsync(batch, ct);
    }
}
