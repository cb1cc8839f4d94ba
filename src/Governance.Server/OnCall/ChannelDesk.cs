using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>One recipient of the ladder as it is configured today.</summary>
/// <param name="Id">Of the channel: a digest of the recipient's name.</param>
/// <param name="Channel"><c>webhook</c>, <c>mail</c>, <c>slack</c> or <c>pagerduty</c>.</param>
/// <param name="Host">Where it leads; the whole address may be a credential.</param>
/// <param name="Steps">The steps of the ladder that page it, from 1.</param>
/// <param name="LastTest">Null when it was never tested.</param>
/// <param name="Stale">It was not proven for longer than a month: as good as not having it (B29).</param>
public sealed record PagingWay(
    string Id, string Recipient, string Channel, string Host, IReadOnlyList<int> Steps, ChannelTest? LastTest,
    bool Stale);

/// <summary>Shows the ways to reach people, and tests one.</summary>
internal sealed class ChannelDesk(
    OnCallPolicy policy, ChannelTests tests, Transactor transactor, TimeProvider clock)
{
    /// <summary>A way that was not proven for this long is shown as unproven.</summary>
    private static readonly TimeSpan s_provenFor = TimeSpan.FromDays(30);

    public IReadOnlyList<PagingWay> List() =>
    [
        .. policy.Ladder.Steps
            .Select((step, index) => (step, number: index + 1))
            .GroupBy(pair => pair.step.Recipient, StringComparer.Ordinal)
            .Select(group => WayOf(
                group.Key, group.First().step.Channel, [.. group.Select(pair => pair.number)])),
    ];

    /// <summary>Queues a test message; null when the ladder has no such channel.</summary>
    public async Task<Outcome<PagingChannel>?> TestAsync(string id, Actor by, CancellationToken ct)
    {
        if (List().FirstOrDefault(way => way.Id == id) is not { } way)
            return null;
        var now = clock.GetUtcNow();
        var key = $"test/{id}/{Guid.CreateVersion7(now):N}";
        var address = policy.AddressOf(way.Recipient)!;
        var message = new TestMessage(way.Recipient, now, $"{policy.PublicUrl}/system/channels");
        return await transactor.TransactAsync(
            OnCallStreams.Channel,
            id,
            (channel, _) => new TestChannel(way.Recipient, way.Channel, key, by).Decide(channel),
            by,
            new Effects { Send = [address.Envelope(message.ToNotice(), OnCallStreams.Channel.IdOf(id), key)] },
            ct);
    }

    private PagingWay WayOf(string recipient, string channel, IReadOnlyList<int> steps)
    {
        var id = Outgoing.DigestOf(recipient);
        var last = tests.Of(id);
        var proven = last is { Outcome: PageOutcome.Accepted } && clock.GetUtcNow() - last.At < s_provenFor;
        return new PagingWay(
            id, recipient, channel, Outgoing.HostOf(policy.AddressOf(recipient)!.Url), steps, last, !proven);
    }
}
