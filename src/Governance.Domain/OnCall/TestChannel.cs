namespace Governance.Domain.OnCall;

/// <summary>Prove that somebody can be reached.</summary>
public sealed record TestChannel(string Recipient, string Channel, string IdempotencyKey, Actor By)
{
    /// <summary>One test at a time: a second one while the first is on its way would tell nothing more.</summary>
    public Decision<ChannelEvent> Decide(PagingChannel channel) => channel switch
    {
        { IdempotencyKey: { } key } when key == IdempotencyKey => Decision.Nothing<ChannelEvent>(),
        { Final: false } => new TestUnderWay(Recipient),
        _ => Decision.Append<ChannelEvent>(
            new ChannelEvent.ChannelTestRequested(Recipient, Channel, IdempotencyKey, By)),
    };
}

/// <summary>An attempt to deliver a test was made.</summary>
public sealed record KeepTestAttempt(
    string IdempotencyKey, int Attempt, PageOutcome Outcome, int? Code, string? Error, bool Final)
{
    /// <summary>Each attempt of the test under way is kept once.</summary>
    public Decision<ChannelEvent> Decide(PagingChannel channel) =>
        channel.IdempotencyKey != IdempotencyKey || Attempt <= channel.Attempts
            ? Decision.Nothing<ChannelEvent>()
            : Decision.Append<ChannelEvent>(
                new ChannelEvent.ChannelTestAttempted(IdempotencyKey, Attempt, Outcome, Code, Error, Final));
}
