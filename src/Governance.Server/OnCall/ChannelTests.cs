using System.Collections.Concurrent;
using Governance.Domain.OnCall;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>The last test of a channel.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="Outcome">Of its last attempt; null while the first is under way.</param>
/// <param name="Error">Why it did not deliver.</param>
public sealed record ChannelTest(DateTimeOffset At, int Attempts, PageOutcome? Outcome, string? Error, bool Final);

/// <summary>When each channel was last tested and what came of it.</summary>
internal sealed class ChannelTests : IFold
{
    // Bounded by the recipients that were ever in a ladder.
    private readonly ConcurrentDictionary<string, ChannelTest> _tests = new(StringComparer.Ordinal);

    /// <summary>The last test, or null when there was none.</summary>
    public ChannelTest? Of(string channelId) => _tests.GetValueOrDefault(channelId);

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case ChannelEvent.ChannelTestRequested:
                _tests[fact.IdIn(OnCallStreams.Channel.Prefix)] = new ChannelTest(fact.At, 0, null, null, false);
                break;
            case ChannelEvent.ChannelTestAttempted attempt:
                var id = fact.IdIn(OnCallStreams.Channel.Prefix);
                _tests[id] = _tests[id] with
                {
                    Attempts = attempt.Attempt,
                    Outcome = attempt.Outcome,
                    Error = attempt.Error,
                    Final = attempt.Final,
                };
                break;
        }
    }
}
