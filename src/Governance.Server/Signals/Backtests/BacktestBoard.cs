using Governance.Domain.Signals.Backtests;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Backtests;

/// <summary>A back-test as lists show it.</summary>
/// <param name="Id">The opaque part of its stream's id.</param>
/// <param name="Position">Where it was asked for.</param>
/// <param name="AskedAt">When.</param>
/// <param name="EndedAt">When it ended, in whichever way; null while it runs.</param>
/// <param name="State">Its question and its answer.</param>
public sealed record BacktestEntry(
    string Id, long Position, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, Backtest State);

/// <summary>The latest back-tests, in memory.</summary>
internal sealed class BacktestBoard : IFold
{
    /// <summary>How back-tests are named and folded.</summary>
    internal static readonly StreamOf<Backtest, BacktestEvent> Stream =
        new("backtest", Backtest.Initial, Backtest.Evolve);

    /// <summary>Back-tests that are kept here; older ones are in the log.</summary>
    private const int Most = 1_000;

    private readonly Lock _gate = new();

    // Bounded by Most; in order of the log.
    private readonly OrderedDictionary<string, BacktestEntry> _entries = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is not BacktestEvent happened)
            return;
        var id = fact.IdIn(Stream.Prefix);
        lock (_gate)
        {
            var entry = _entries.GetValueOrDefault(id)
                ?? new BacktestEntry(id, fact.Position, fact.At, null, Backtest.Initial);
            var state = Backtest.Evolve(entry.State, happened);
            _entries[id] = entry with
            {
                State = state,
                EndedAt = state.Status is BacktestStatus.Running ? null : fact.At,
            };
            if (_entries.Count > Most)
                _entries.RemoveAt(0);
        }
    }

    /// <summary>The newest first.</summary>
    internal IReadOnlyList<BacktestEntry> All()
    {
        lock (_gate)
            return [.. _entries.Values.Reverse()];
    }

    /// <summary>Null: there is none, or it is long past.</summary>
    internal BacktestEntry? Find(string id)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(id);
    }

    /// <summary>Those that wait or are at work, the oldest first.</summary>
    internal IReadOnlyList<BacktestEntry> Running()
    {
        lock (_gate)
            return [.. _entries.Values.Where(entry => entry.State.Status is BacktestStatus.Running)];
    }
}
