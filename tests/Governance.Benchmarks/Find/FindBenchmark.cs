using System.Globalization;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Intake.Segments;

namespace Governance.Benchmarks.Find;

/// <summary>
/// Finding behaviour again, against reading and parsing the same segments in the order of the log. The bars in
/// milliseconds hold at 10 million observations (<c>--events 10000000</c>).
/// </summary>
internal static class FindBenchmark
{
    private const int Deployment = 3;
    private const int Turns = 5;
    private const int PageFull = 50;

    /// <summary>Segments that the floor reads; what it takes for the whole log follows from it.</summary>
    private const int FloorSegments = 200;

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        await using var log = await FilledLog.FillAsync(options.Events, ct);
        var (from, name) = (log.From.AddDays(log.Days / 2), FilledLog.NameOf(Deployment));
        var day = $"deployment:{name} since:{Iso(from)} until:{Iso(from.AddDays(1))}";
        var perSegment = await FloorAsync(log, ct);
        var ofDay = perSegment * log.Segments / (FilledLog.Deployments * log.Days);
        var ofLog = perSegment * log.Segments;
        var all = await MeasureAsync(log, day, int.MaxValue, ct);
        var page = await MeasureAsync(log, day, PageFull, ct);
        var refused = await MeasureAsync(log, $"{day} is:refused latency:>900", int.MaxValue, ct);
        var trace = await MeasureAsync(log, $"trace:{FilledLog.TraceOf(log.Observations / 3)}", int.MaxValue, ct);
        var absent = await MeasureAsync(log, "conversation:absent", int.MaxValue, ct);
        var bytes = await log.Database.BytesAsync(ct) / log.Observations;
        return
        [
            new Case($"a day of one deployment, all {all.Found:N0}", all.Milliseconds, ofDay, 1, "ms", Better.Lower),
            new Case("the same against a second", all.Milliseconds, 1_000, 1, "ms", Better.Lower),
            new Case("its newest 50", page.Milliseconds, 1_000, 0.1, "ms", Better.Lower),
            new Case($"its slow refusals, all {refused.Found:N0}", refused.Milliseconds, ofDay, 1, "ms", Better.Lower),
            new Case($"one trace of {trace.Found} among {log.Observations:N0}", trace.Milliseconds, ofLog, 0.2, "ms",
                Better.Lower),
            new Case("a conversation that is not there", absent.Milliseconds, ofLog, 0.2, "ms", Better.Lower),
            new Case("index and filters, bytes an observation", bytes, 1, 3, "B", Better.Lower),
        ];
    }

    /// <summary>The median of some turns, the first of which is not counted.</summary>
    private static async Task<(double Milliseconds, int Found)> MeasureAsync(
        FilledLog log, string asked, int limit, CancellationToken ct)
    {
        var question = Tokens.Parse(asked, TimeProvider.System.GetUtcNow());
        var (times, found) = (new List<double>(), 0);
        for (var turn = 0; turn <= Turns; turn++)
        {
            var started = TimeProvider.System.GetTimestamp();
            found = 0;
            await foreach (var one in log.Search.Begin(question, SearchBudget.File).FindAsync(ct))
            {
                if (++found == limit)
                    break;
            }

            if (turn > 0)
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return (times.Order().ElementAt(Turns / 2), found);
    }

    /// <summary>Milliseconds to read, unpack and parse a segment, and to look at each of its observations.</summary>
    private static async Task<double> FloorAsync(FilledLog log, CancellationToken ct)
    {
        const int atOnce = 50;
        var (times, seen) = (new List<double>(), 0);
        for (var turn = 0; turn <= Turns; turn++)
        {
            var (started, read) = (TimeProvider.System.GetTimestamp(), 0);
            for (var at = 1; at < Math.Min(FloorSegments, log.Segments); at += atOnce)
            {
                foreach (var stored in await log.Table.ReadAsync(
                    [.. Enumerable.Range(at, atOnce).Select(n => (long)n)], ct))
                {
                    seen += SegmentCodec.Decode(stored.Row.Body, stored.Row.RawLength)
                        .Count(one => one is { Kind: ObservationKind.Inference, Refusal: true });
                    read++;
                }
            }

            if (turn > 0)
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / read);
        }

        return seen > 0 ? times.Order().ElementAt(Turns / 2) : throw new InvalidOperationException("Nothing refused.");
    }

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<double> BytesAsync(this BenchmarkDatabase database, CancellationToken ct)
    {
        await using var command = database.DataSource.CreateCommand(
            """
            select sum(pg_total_relation_size(c.oid))::float8 from pg_class c
            where c.relkind = 'r' and c.relname like 'behaviour\_%'
            """);
        return (double)(await command.ExecuteScalarAsync(ct))!;
    }
}
