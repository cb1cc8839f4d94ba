using System.Collections.Concurrent;
using System.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Governance.Postgres.Waking;

/// <summary>
/// "There is something new", from whoever commits to whoever waits, in this process at once and in other processes by
/// NOTIFY. Wake-ups are coalesced, may be lost, and carry no fact: whoever is woken reads the table, and also looks by
/// itself now and then. The channel carries the schema's oid, so schemas of one database do not wake each other.
/// </summary>
public sealed class WakeUps : IAsyncDisposable
{
    /// <summary>The least time between two NOTIFYs, so that a busy writer costs the database little.</summary>
    private static readonly TimeSpan s_coalescing = TimeSpan.FromMilliseconds(5);

    /// <summary>The pause after a lost connection.</summary>
    private static readonly TimeSpan s_reconnecting = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _raised = new(0, 1);

    // Bounded by the topics of the product, each a constant in code.
    private readonly ConcurrentDictionary<string, string> _pending = new(StringComparer.Ordinal);

    // Bounded by the parts of this process that wait, each subscribing once.
    private readonly ConcurrentDictionary<long, Subscription> _subscriptions = new();
    private readonly Task _sending;
    private readonly Task _listening;
    private long _nextSubscription;

    /// <summary>Starts to send and to listen.</summary>
    public WakeUps(NpgsqlDataSource database, TimeProvider clock, ILogger<WakeUps>? logger = null)
    {
        _database = database;
        _clock = clock;
        _logger = logger ?? NullLogger<WakeUps>.Instance;
        _sending = Task.Run(SendAsync);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>
    /// Calls <paramref name="wake"/> with the latest detail whenever <paramref name="topic"/> is raised anywhere, and
    /// with an empty detail after a lost connection, since something may have been missed. It must return at once.
    /// </summary>
    public IDisposable Subscribe(string topic, Action<string> wake)
    {
        var subscription = new Subscription(this, Interlocked.Increment(ref _nextSubscription), topic, wake);
        _subscriptions[subscription.Number] = subscription;
        return subscription;
    }

    /// <summary>Wakes this process now and the others soon. Never waits, never fails.</summary>
    /// <param name="topic">A word without a colon.</param>
    /// <param name="detail">At most some hundred bytes; a later one replaces an earlier one not yet sent.</param>
    public void Raise(string topic, string detail = "")
    {
        WakeHere(topic, detail);
        _pending[topic] = detail;
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // The sender is already told, and will see this topic too.
        }
    }

    /// <summary>Stops sending and listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await Task.WhenAll(_sending, _listening);
        _stopping.Dispose();
        _raised.Dispose();
    }

    private void WakeHere(string topic, string detail)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.Topic == topic)
                subscription.Wake(detail);
        }
    }

    private Task SendAsync() => KeepDoingAsync(async (connection, ct) =>
    {
        // A wake-up may be lost, so it need not wait for the disk, which appends have better use for.
        await using (var hurrying = new NpgsqlCommand("set synchronous_commit = off", connection))
            await hurrying.ExecuteNonQueryAsync(ct);
        await using var notify = new NpgsqlCommand(Sql.Of<WakeUps>("notify"), connection);
        var payload = notify.Parameters.Add(new NpgsqlParameter<string>());
        while (true)
        {
            await _raised.WaitAsync(ct);
            foreach (var topic in _pending.Keys)
            {
                if (!_pending.TryRemove(topic, out var detail))
                    continue;
                payload.Value = $"{topic}:{detail}";
                await notify.ExecuteNonQueryAsync(ct);
            }

            await Task.Delay(s_coalescing, _clock, ct);
        }
    });

    private Task ListenAsync() => KeepDoingAsync(async (connection, ct) =>
    {
        connection.Notification += (_, notification) =>
        {
            var parts = notification.Payload.Split(':', 2);
            WakeHere(parts[0], parts.Length > 1 ? parts[1] : "");
        };
        await using (var asking = new NpgsqlCommand(Sql.Of<WakeUps>("name_channel"), connection))
        {
            var channel = (string)(await asking.ExecuteScalarAsync(ct))!;
            await using var listening = new NpgsqlCommand($"listen {channel}", connection);
            await listening.ExecuteNonQueryAsync(ct);
        }

        foreach (var subscription in _subscriptions.Values)
            subscription.Wake("");
        while (true)
            await connection.WaitAsync(ct);
    });

    private async Task KeepDoingAsync(Func<NpgsqlConnection, CancellationToken, Task> work)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _database.OpenConnectionAsync(_stopping.Token);
                try
                {
                    await work(connection, _stopping.Token);
                }
                finally
                {
                    await ForgetSessionAsync(connection);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                _logger.LogDebug(error, "Wake-ups lost their connection; they come back by themselves.");
                await Task.Delay(s_reconnecting, _clock, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sessions are not reset when they go back to the pool, and the next user must not listen.</summary>
    private static async Task ForgetSessionAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            return;
        await using var forgetting = new NpgsqlCommand("unlisten *; reset synchronous_commit", connection);
        await forgetting.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private sealed record Subscription(WakeUps Owner, long Number, string Topic, Action<string> Wake) : IDisposable
    {
        public void Dispose() => Owner._subscriptions.TryRemove(Number, out _);
    }
}
