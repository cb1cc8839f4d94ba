using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Npgsql;

namespace Governance.SystemTests.Store.Crash;

/// <summary>A node as a process of its own: it appends, projects, and says what was acknowledged.</summary>
internal sealed class WritingNode : IDisposable
{
    public const string Verb = "write-and-project";

    private const int Writers = 8;
    private const int Streams = 24;

    private readonly Process _process;

    private WritingNode(Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>The child's side: never ends by itself.</summary>
    public static async Task<int> WriteAsync(string connectionString, string schema, string seed)
    {
        await using var database = GovernanceDatabase.Open(connectionString, schema);
        await using var wakeUps = new WakeUps(database, TimeProvider.System);
        await using var store = new EventStore(database, wakeUps, TimeProvider.System);
        await using var daemon = new ProjectionDaemon(store, database, [new Tally()], TimeProvider.System);
        var prepared = false;
        while (!prepared)
        {
            try
            {
                await daemon.PrepareAsync(CancellationToken.None);
                prepared = true;
            }
            catch (Exception away) when (StoreUnavailableException.Describes(away))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        daemon.Start();
        var number = int.Parse(seed, CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(store, number + writer)));
        return 0;
    }

    /// <summary>Starts a child that adds to the ledger what it is told is durable.</summary>
    public static WritingNode Start(
        string connectionString, string schema, int seed, ConcurrentDictionary<Guid, bool> ledger)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec", typeof(WritingNode).Assembly.Location, Verb, connectionString, schema,
                seed.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (Guid.TryParseExact(line.Data, "D", out var acknowledged))
                ledger[acknowledged] = true;
        };
        process.BeginOutputReadLine();
        return new WritingNode(process);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static async Task WriteAsync(EventStore store, int seed)
    {
#pragma warning disable RS0030 // The seed is the parent's, who prints it.
        var random = new Random(seed);
#pragma warning restore RS0030
        while (true)
        {
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            try
            {
                await store.AppendAsync(
                    Facts.To($"s-{random.Next(Streams)}", facts: Facts.Fact(id: id)), CancellationToken.None);
                await Console.Out.WriteLineAsync(id.ToString("D"));
            }
            catch (Exception error) when (error is StoreUnavailableException or ConcurrencyException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
