namespace Governance.Domain.OnCall;

/// <summary>
/// Every fact of one way to reach somebody, stream <c>channel-{digest of the recipient}</c>. Pages are facts of their
/// escalation; here are the tests that prove the way before it is needed.
/// </summary>
public abstract record ChannelEvent
{
    private ChannelEvent()
    {
    }

    /// <summary>Somebody wants to know whether a message arrives. It was queued in the commit of this fact.</summary>
    /// <param name="Channel">How, e.g. <c>mail</c>. The address is not written: it may hold a credential.</param>
    /// <param name="IdempotencyKey">Names this test for ever.</param>
    public sealed record ChannelTestRequested(
        string Recipient, string Channel, string IdempotencyKey, Actor By) : ChannelEvent;

    /// <summary>One attempt to deliver a test, as far as this side can know how it ended.</summary>
    /// <param name="Attempt">Counted from 1 over the test's life.</param>
    /// <param name="Code">The receiver's code (HTTP, SMTP), or null without an answer.</param>
    /// <param name="Error">Why it was not delivered, in a few words; null when it was.</param>
    /// <param name="Final">No further attempt will be made.</param>
    public sealed record ChannelTestAttempted(
        string IdempotencyKey, int Attempt, PageOutcome Outcome, int? Code, string? Error, bool Final) : ChannelEvent;
}
