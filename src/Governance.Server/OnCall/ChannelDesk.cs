using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Server.Access.Accounts;
using Governance.Server.OnCall.Contacts;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>One way to reach somebody.</summary>
/// <param name="Id">Of the channel: a digest of the recipient's name, or the id of a person's own entry.</param>
/// <param name="Channel"><c>webhook</c>, <c>mail</c>, <c>slack</c> or <c>pagerduty</c>.</param>
/// <param name="Host">Where it leads; the whole address may be a credential.</param>
/// <param name="Steps">The steps of the ladder that page it, from 1.</param>
/// <param name="LastTest">Null when it was never tested.</param>
/// <param name="Stale">It was not proven for longer than a month: as good as not having it (B29).</param>
public sealed record PagingWay(
    string Id, string Recipient, string Channel, string Host, IReadOnlyList<int> Steps, ChannelTest? LastTest,
    bool Stale)
{
    /// <summary>Whose own way it is; null for an address of the configuration.</summary>
    public PersonId? Person { get; init; }
}

/// <summary>Shows the ways to reach people, and tests one.</summary>
internal sealed class ChannelDesk(
    OnCallPolicy policy,
    ContactTable contacts,
    People people,
    ChannelTests tests,
    Transactor transactor,
    TimeProvider clock)
{
    /// <summary>A way that was not proven for this long is shown as unproven.</summary>
    private static readonly TimeSpan s_provenFor = TimeSpan.FromDays(30);

    /// <summary>The configuration's addresses, then people's own ways, by name.</summary>
    public async Task<IReadOnlyList<PagingWay>> ListAsync(CancellationToken ct)
    {
        var names = (await people.ListAsync(ct)).ToDictionary(person => person.Id, person => person.Name);
        return
        [
            .. Configured(),
            .. (await contacts.ListAsync(ct))
                .Select(row => (row, name: names.GetValueOrDefault(row.Person) ?? "somebody without an account"))
                .OrderBy(pair => pair.name, StringComparer.Ordinal)
                .Select(pair => WayOf(pair.row.Id, pair.name, pair.row.Address, []) with { Person = pair.row.Person }),
        ];
    }

    private IEnumerable<PagingWay> Configured() =>
    [
        .. policy.Ladder.Steps
            .Select((step, index) => (recipient: step.Recipient, number: index + 1))
            .Concat(policy.Fallback.Recipients.Select(one => (recipient: one.Recipient, number: PageFallback.Step)))
            .GroupBy(pair => pair.recipient, StringComparer.Ordinal)
            .Select(group => WayOf(
                Outgoing.DigestOf(group.Key), group.Key, policy.AddressOf(group.Key)!,
                [.. group.Select(pair => pair.number)])),
    ];

    /// <summary>Queues a test message; null when the ladder has no such channel.</summary>
    public async Task<Outcome<PagingChannel>?> TestAsync(string id, Actor by, CancellationToken ct)
    {
        if ((await ListAsync(ct)).FirstOrDefault(way => way.Id == id) is not { } way)
            return null;
        var now = clock.GetUtcNow();
        var key = $"test/{id}/{Guid.CreateVersion7(now):N}";
        var address = way.Person is null
            ? policy.AddressOf(way.Recipient)
            : (await contacts.FindAsync(id, ct))?.Address;
        if (address is null)
            return null;
        var message = new TestMessage(way.Recipient, now, $"{policy.PublicUrl}/system/channels");
        return await transactor.TransactAsync(
            OnCallStreams.Channel,
            id,
            (channel, _) => new TestChannel(way.Recipient, way.Channel, key, by).Decide(channel),
            by,
            new Effects { Send = [address.Envelope(message.ToNotice(), OnCallStreams.Channel.IdOf(id), key)] },
            ct);
    }

    private PagingWay WayOf(string id, string recipient, PagingAddress address, IReadOnlyList<int> steps)
    {
        var last = tests.Of(id);
        var proven = last is { Outcome: PageOutcome.Accepted } && clock.GetUtcNow() - last.At < s_provenFor;
        return new PagingWay(
            id, recipient, address.Channel, Outgoing.HostOf(address.Url), steps, last, !proven);
    }
}
