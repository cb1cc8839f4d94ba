using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Governance.Messaging;
using Governance.Messaging.Timers;
using Governance.Postgres.Leasing;
using Governance.Postgres.Waking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Benchmarks.Messaging;

/// <summary>
/// How late durable timers fire on an idle node, against the same waits in memory alone; and what 100,000 pending ones
/// cost this process and the database together, against the same idle node with none.
/// </summary>
internal static class TimerCases
{
    private const int Pending = 100_000;

    /// <summary>Timers armed a second while the lateness is taken, so that the node stays idle in between.</summary>
    private const int ArmedPerSecond = 40;

    /// <summary>The promises of the product.</summary>
    private const double LatenessP99Milliseconds = 250;
    private const double CostPercentOfACore = 1;

    /// <summary>The shortest time over which a cost below one per cent can be told from none.</summary>
    private static readonly TimeSpan s_leastCosting = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_dueAfter = TimeSpan.FromMilliseconds(700);

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        using var nudges = new Nudges(wakeUps);
        var table = new TimerTable(database.DataSource);
        var node = new Node(table, nudges);
        await using var running = await node.RunAsync(database, ct);

        var inMemory = await InMemoryAsync(options.Length, ct);
        var idle = await CostAsync(database, options.Length, ct);
        await database.ExecuteAsync(
            $"""
            insert into msg_timer (kind, key, due_at, fire_at, payload, armed_at, position, shard)
            select 'far', n::text, due, due, '{"{}"}', now(), 1, n % {Shard.Count}
            from generate_series(1, {Pending}) n, (select now() + interval '1 day') tomorrow (due)
            """, ct);
        await database.ExecuteAsync("vacuum analyze msg_timer", ct);
        nudges.RingTimers();
        var pending = await CostAsync(database, options.Length, ct);
        var cost = Math.Max(0, pending - idle);
        var late = await node.LatenessAsync(database, options.Length, ct);
        return
        [
            new Case("lateness p99, idle node, 100,000 pending", late, inMemory, 100, "ms", Better.Lower),
            new Case("lateness p99, promised", late, LatenessP99Milliseconds, 1, "ms", Better.Lower),
            new Case("idle node with 100,000 pending, against none", pending, idle, 2, "% core", Better.Lower),
            new Case("what 100,000 pending cost, promised", cost, CostPercentOfACore, 1, "% core", Better.Lower),
        ];
    }

    /// <summary>The floor: the same waits without a database.</summary>
    private static async Task<double> InMemoryAsync(TimeSpan length, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var waits = Enumerable.Range(0, (int)(length.TotalSeconds * ArmedPerSecond)).Select(async n =>
        {
            var due = clock.GetUtcNow() + s_dueAfter + TimeSpan.FromSeconds((double)n / ArmedPerSecond);
            await Task.Delay(due - clock.GetUtcNow(), clock, ct);
            return (clock.GetUtcNow() - due).TotalMilliseconds;
        });
        return P99(await Task.WhenAll(waits));
    }

    /// <summary>Processor time of this process and of the database's, in per cent of one core.</summary>
    private static async Task<double> CostAsync(BenchmarkDatabase database, TimeSpan length, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var watched = length > s_leastCosting ? length : s_leastCosting;
        var (began, spent) = (clock.GetTimestamp(), Spent(database.ProcessId));
        await Task.Delay(watched, clock, ct);
        return (Spent(database.ProcessId) - spent) / clock.GetElapsedTime(began) * 100;
    }

    private static TimeSpan Spent(int postmaster) => Directory.EnumerateDirectories("/proc")
        .Select(process => (Id: Path.GetFileName(process), File: Path.Combine(process, "stat")))
        .Where(process => char.IsAsciiDigit(process.Id[0]) && File.Exists(process.File))
        .Select(process => TicksOf(process.File, postmaster))
        .Aggregate(Environment.CpuUsage.TotalTime, (sum, ticks) => sum + TimeSpan.FromSeconds(ticks / 100.0));

    /// <summary>utime + stime of proc(5) in hundredths of a second, of the postmaster and its children.</summary>
    private static long TicksOf(string stat, int postmaster)
    {
        try
        {
            var text = File.ReadAllText(stat);
            var id = int.Parse(text.Split(' ', 2)[0], CultureInfo.InvariantCulture);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
            return id == postmaster || parent == postmaster
                ? long.Parse(fields[11], CultureInfo.InvariantCulture)
                    + long.Parse(fields[12], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }

    private static double P99(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(sorted.Count * 0.99)];
    }

    /// <summary>A node whose timers do nothing but note how late they are.</summary>
    private sealed class Node(TimerTable table, Nudges nudges) : ITimerFiring
    {
        private readonly ConcurrentQueue<double> _late = new();

        public async Task<IAsyncDisposable> RunAsync(BenchmarkDatabase database, CancellationToken ct)
        {
            var clock = new TimerClock(
                table, this, nudges, new MessagingMetrics(new Meters()), TimeProvider.System,
                NullLogger<TimerClock>.Instance);
            var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var leases = new Leases(database.DataSource);
            List<Task> running = [clock.RunAsync(stopping.Token)];
            foreach (var shard in Enumerable.Range(0, Shard.Count))
            {
                var lease = await leases.TryAcquireAsync($"timers-{shard}", "here", TimeSpan.FromHours(1), ct);
                running.Add(clock.HoldAsync((short)shard, lease!, stopping.Token));
            }

            return new Running(stopping, Task.WhenAll(running));
        }

        public async Task FireAsync(DueTimer timer, Lease lease, CancellationToken ct)
        {
            _late.Enqueue(timer.LatenessAt(TimeProvider.System.GetUtcNow()).TotalMilliseconds);
            await table.RemoveAsync(timer, ct);
        }

        public async Task<double> LatenessAsync(BenchmarkDatabase database, TimeSpan length, CancellationToken ct)
        {
            var clock = TimeProvider.System;
            var count = (int)(length.TotalSeconds * ArmedPerSecond);
            using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ArmedPerSecond), clock);
            for (var n = 0; n < count && await tick.WaitForNextTickAsync(ct); n++)
            {
                var armed = TimerTable.Arm(new TimerToArm("near", $"{n}", clock.GetUtcNow() + s_dueAfter));
                await using var command = database.DataSource.CreateCommand(armed.Sql);
                foreach (var value in armed.Parameters)
                    command.Parameters.Add(value.ToParameter(1, clock.GetUtcNow()));
                await command.ExecuteNonQueryAsync(ct);
                nudges.RingTimers();
            }

            while (_late.Count < count)
                await tick.WaitForNextTickAsync(ct);
            return P99(_late);
        }
    }

    private sealed class Running(CancellationTokenSource stopping, Task work) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await work;
            stopping.Dispose();
        }
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // The meters live as long as the run.
        }
    }
}
