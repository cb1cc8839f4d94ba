using Governance.Postgres.Embedded;
using Npgsql;

namespace Governance.Benchmarks.Store;

/// <summary>How long a person waits for the private PostgreSQL: with initdb, and on a folder that is there.</summary>
internal static class ClusterBenchmark
{
    private const int Starts = 5;

    /// <summary>Seconds from nothing to the first accepted connection.</summary>
    private const double FirstStartBar = 3;

    /// <summary>Seconds from a stopped cluster to the first accepted connection.</summary>
    private const double LaterStartBar = 1;

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var (first, later) = (new List<double>(), new List<double>()); // Bounded by Starts.
        for (var n = 0; n < Starts; n++)
        {
            var folder = BenchmarkDatabase.TemporaryFolder();
            first.Add(await StartAsync(folder, ct));
            later.Add(await StartAsync(folder, ct));
            Directory.Delete(folder, recursive: true);
        }

        return
        [
            new Case($"first start, median of {Starts}", Median(first), FirstStartBar, 1, "s", Better.Lower),
            new Case($"later start, median of {Starts}", Median(later), LaterStartBar, 1, "s", Better.Lower),
        ];
    }

    private static async Task<double> StartAsync(string folder, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions(folder), TimeProvider.System, ct);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
