using System.Diagnostics.Metrics;
using Governance.EventSourcing;
using Governance.Messaging;
using Governance.Messaging.Queue;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Benchmarks.Messaging;

/// <summary>Local messages from sending to handled, against a poller that takes one row at a time.</summary>
internal static class MessagingBenchmark
{
    private const int Callers = 64;

    /// <summary>The rates that the issue promises on a quiet machine.</summary>
    private const double DurablePerSecond = 5_000;
    private const double WithFactPerSecond = 3_000;

    /// <summary>Sent a second while the time to handling is taken, and the promise for it.</summary>
    private const int PacedPerSecond = 1_000;
    private const double PacedP99Milliseconds = 20;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        await using var node = new QueueNode(database, wakeUps);
        await using var store = new EventStore(database.DataSource, wakeUps, TimeProvider.System);
        await node.SendAsync(Callers, s_warmUp, ct);

        var poller = await RowPoller.MeasureAsync(database, Callers, options.Length, ct);
        var durable = await node.SendAsync(Callers, options.Length, ct);
        var withFact = await node.SendWithFactsAsync(store, Callers, options.Length, ct);
        var answered = await node.AnswerAsync(store, Callers, options.Length, ct);
        var paced = await node.PaceAsync(PacedPerSecond, options.Length, ct);
        return
        [
            new Case("send → handled → marked, against the poller", durable, poller, 3, "msgs/s", Better.Higher),
            new Case("send → handled → marked, promised", durable, DurablePerSecond, 1, "msgs/s", Better.Higher),
            new Case("command → event → handled, promised", withFact, WithFactPerSecond, 1, "msgs/s", Better.Higher),
            new Case("message → fact, once; against event → message", answered, withFact, .4, "msgs/s", Better.Higher),
            new Case($"send → handled at {PacedPerSecond}/s, p99", paced, PacedP99Milliseconds, 1, "ms", Better.Lower),
        ];
    }

    /// <summary>A node whose handler does nothing but note the time.</summary>
    private sealed class QueueNode : IMessageHandling, IAsyncDisposable
    {
        private readonly TimeProvider _clock = TimeProvider.System;
        private readonly Meters _meters = new();
        private readonly MessageQueue _queue;
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _running;
        private readonly Dictionary<string, long> _sentAt = new(StringComparer.Ordinal);
        private readonly List<double> _times = [];
        private EventStore? _store;
        private long _handled;

        public QueueNode(BenchmarkDatabase database, WakeUps wakeUps)
        {
            _queue = new MessageQueue(
                database.DataSource, this, wakeUps, new MessagingMetrics(_meters), _clock,
                NullLogger<MessageQueue>.Instance);
            _running = Task.WhenAll(Enumerable.Range(0, Shard.Count)
                .Select(shard => _queue.RunAsync((short)shard, _stopping.Token)));
        }

        /// <summary>Messages per second, from the first sending to the last mark.</summary>
        public Task<double> SendAsync(int callers, TimeSpan length, CancellationToken ct) => MeasureAsync(
            callers, length, (caller, turn) => _queue.SendAsync([Message($"{caller}-{turn}")], ct), ct);

        /// <summary>The same, each message in the commit of a fact of its own.</summary>
        public Task<double> SendWithFactsAsync(
            EventStore store, int callers, TimeSpan length, CancellationToken ct) => MeasureAsync(
            callers,
            length,
            async (caller, turn) =>
            {
                var message = Message($"{caller}-{turn}");
                var asked = new NewEvent("benchmark.asked", "{\"why\":\"measured\"}"u8.ToArray());
                var fact = new StreamAppend($"benchmark-{caller}", turn, [asked]);
                await store.AppendAsync(
                    new AppendRequest([fact], new AppendMetadata(), Writes: [MessageQueue.Joining(message)]), ct);
                _queue.Ring([message]);
            },
            ct);

        /// <summary>Messages per second, each of which makes a fact and is marked in its commit.</summary>
        public Task<double> AnswerAsync(EventStore store, int callers, TimeSpan length, CancellationToken ct)
        {
            _store = store;
            return MeasureAsync(
                callers, length, (caller, turn) => _queue.SendAsync([Message($"answer-{caller}-{turn % 16}")], ct), ct);
        }

        /// <summary>Milliseconds from sending to handling, 99th percentile, at a steady rate.</summary>
        public async Task<double> PaceAsync(int perSecond, TimeSpan length, CancellationToken ct)
        {
            var started = _clock.GetTimestamp();
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), _clock);
            var sends = new List<Task>(); // Bounded by the length of the run.
            while (_clock.GetElapsedTime(started) < length && await tick.WaitForNextTickAsync(ct))
            {
                var due = (int)(_clock.GetElapsedTime(started).TotalSeconds * perSecond);
                while (sends.Count < due)
                {
                    var message = Message($"paced-{sends.Count}");
                    lock (_times)
                        _sentAt[message.Key] = _clock.GetTimestamp();
                    sends.Add(_queue.SendAsync([message], ct));
                }
            }

            await Task.WhenAll(sends);
            while (await _queue.CountWaitingAsync(ct) > 0)
                await tick.WaitForNextTickAsync(ct);
            lock (_times)
                return _times.Order().ElementAt((int)(_times.Count * 0.99));
        }

        public async Task<bool> HandleAsync(LocalMessage message, RowGuard taken, CancellationToken ct)
        {
            Interlocked.Increment(ref _handled);
            if (message.Key.StartsWith("answer", StringComparison.Ordinal))
            {
                var answer = new NewEvent("benchmark.answered", "{\"why\":\"measured\"}"u8.ToArray());
                var fact = new StreamAppend(message.Key, ExpectedVersion.Any, [answer]);
                await _store!.AppendAsync(
                    new AppendRequest([fact], new AppendMetadata(), RowGuards: [taken]), ct);
                return true;
            }

            if (message.Key.StartsWith("paced", StringComparison.Ordinal))
            {
                lock (_times)
                    _times.Add(_clock.GetElapsedTime(_sentAt[message.Key]).TotalMilliseconds);
            }

            return false;
        }

        public ErrorPolicy PolicyOf(LocalMessage message) => ErrorPolicy.Default;

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _running;
            await _queue.DisposeAsync();
            _stopping.Dispose();
            _meters.Dispose();
        }

        private async Task<double> MeasureAsync(
            int callers, TimeSpan length, Func<int, int, Task> send, CancellationToken ct)
        {
            var (before, started) = (Interlocked.Read(ref _handled), _clock.GetTimestamp());
            await ClosedLoop.RunAsync(callers, length, send);
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5), _clock);
            while (await _queue.CountWaitingAsync(ct) > 0)
                await tick.WaitForNextTickAsync(ct);
            return (Interlocked.Read(ref _handled) - before) / _clock.GetElapsedTime(started).TotalSeconds;
        }

        private LocalMessage Message(string key) =>
            new(Guid.CreateVersion7(_clock.GetUtcNow()), "measured", key, "{\"why\":\"measured\"}");
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly Meter _meter = new("benchmark");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
