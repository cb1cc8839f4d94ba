using System.Diagnostics;

namespace Governance.Domain.OnCall;

/// <summary>One way to reach somebody, folded from its facts.</summary>
/// <param name="IdempotencyKey">The last test's, or null when it was never tested.</param>
/// <param name="Attempts">Of that test.</param>
/// <param name="Outcome">Of its last attempt, or null before the first.</param>
/// <param name="Error">Why that attempt did not deliver.</param>
/// <param name="Final">No further attempt of it will be made.</param>
public sealed record PagingChannel(
    string? IdempotencyKey, int Attempts, PageOutcome? Outcome, string? Error, bool Final)
{
    /// <summary>Before the first fact.</summary>
    public static readonly PagingChannel Initial = new(null, 0, null, null, true);

    /// <summary>The state after one more fact.</summary>
    public static PagingChannel Evolve(PagingChannel state, ChannelEvent fact) => fact switch
    {
        ChannelEvent.ChannelTestRequested test => new PagingChannel(test.IdempotencyKey, 0, null, null, false),
        ChannelEvent.ChannelTestAttempted attempt => state with
        {
            Attempts = attempt.Attempt,
            Outcome = attempt.Outcome,
            Error = attempt.Error,
            Final = attempt.Final,
        },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };
}
