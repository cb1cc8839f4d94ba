using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>
/// Whether anybody can be reached at all, by what the last attempts came to: the metric
/// <c>governance.paging.unavailable</c> and a banner.
/// </summary>
internal sealed class PagingHealth : IFold
{
    /// <summary>An older attempt says nothing about now.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;

    // Bounded by the ways that people and the configuration ever had.
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, bool Reached)> _ways =
        new(StringComparer.Ordinal);

    // Bounded by the pages that are under way: gone with their last attempt.
    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.Ordinal);

    /// <summary>Creates the instrument.</summary>
    public PagingHealth(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        meters.Create("Governance").CreateObservableGauge(
            "governance.paging.unavailable", () => Unavailable ? 1 : 0, null,
            "1 while every way that was tried within a day failed at its last attempt.");
    }

    /// <summary>Every way that was tried within a day failed at its last attempt, and at least one was tried.</summary>
    public bool Unavailable
    {
        get
        {
            var from = _clock.GetUtcNow() - s_recent;
            var tried = _ways.Values.Where(way => way.At >= from).ToArray();
            return tried.Length > 0 && tried.All(way => !way.Reached);
        }
    }

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case EscalationEvent.PageRequested { Channel: not Way.Console } page:
                _pages[page.IdempotencyKey] = page.Contact ?? Outgoing.DigestOf(page.Recipient);
                break;
            case EscalationEvent.PageAttempted attempt when _pages.TryGetValue(attempt.IdempotencyKey, out var way):
                _ways[way] = (fact.At, attempt.Outcome is PageOutcome.Accepted);
                if (attempt.Final)
                    _pages.TryRemove(attempt.IdempotencyKey, out _);
                break;
            case ChannelEvent.ChannelTestAttempted test:
                _ways[fact.IdIn(OnCallStreams.Channel.Prefix)] = (fact.At, test.Outcome is PageOutcome.Accepted);
                break;
        }
    }
}
