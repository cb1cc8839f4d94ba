namespace Governance.Messaging;

/// <summary>What to do after each failed try with one kind of error; after the last step, a dead letter.</summary>
public sealed class ErrorRule
{
    private readonly ErrorPolicy _policy;
    private readonly Func<Exception, bool> _fits;

    internal ErrorRule(ErrorPolicy policy, Func<Exception, bool> fits, IReadOnlyList<ErrorAnswer> steps) =>
        (_policy, _fits, Steps) = (policy, fits, steps);

    internal IReadOnlyList<ErrorAnswer> Steps { get; }

    /// <summary>Try again after each of these waits, each longer by up to half; the key waits meanwhile.</summary>
    public ErrorPolicy RetryWithCooldown(params ReadOnlySpan<TimeSpan> cooldowns) =>
        And([.. cooldowns.ToArray().Select(wait => new ErrorAnswer.Retry(wait))]);

    /// <summary>
    /// Put it off durably by each of these; other messages of the key go on. What keeps its place in the log waits
    /// instead.
    /// </summary>
    public ErrorPolicy Reschedule(params ReadOnlySpan<TimeSpan> waits) =>
        And([.. waits.ToArray().Select(wait => new ErrorAnswer.Reschedule(wait))]);

    /// <summary>Give it up without a trace but a line in the log: for what is worthless once late.</summary>
    public ErrorPolicy Discard() => And([new ErrorAnswer.Discard()]);

    /// <summary>Give it up and ask a human: its key waits behind the dead letter.</summary>
    public ErrorPolicy MoveToErrorQueue() => And([new ErrorAnswer.MoveToErrorQueue()]);

    /// <summary>Handle nothing of this part of the queue for a while, then try again.</summary>
    public ErrorPolicy PauseProcessing(TimeSpan pause) => And([new ErrorAnswer.Pause(pause)]);

    internal bool Fits(Exception error) => _fits(error);

    internal ErrorRule In(ErrorPolicy policy) => new(policy, _fits, Steps);

    private ErrorPolicy And(IReadOnlyList<ErrorAnswer> steps) =>
        _policy.With(new ErrorRule(_policy, _fits, [.. Steps, .. steps]));
}

/// <summary>What is done after one failed try.</summary>
/// <param name="Wait">How long until the next try; zero when there is none.</param>
internal abstract record ErrorAnswer(TimeSpan Wait)
{
    public sealed record Retry(TimeSpan Wait) : ErrorAnswer(Wait);

    public sealed record Reschedule(TimeSpan Wait) : ErrorAnswer(Wait);

    public sealed record Pause(TimeSpan Wait) : ErrorAnswer(Wait);

    public sealed record Discard() : ErrorAnswer(TimeSpan.Zero);

    public sealed record MoveToErrorQueue() : ErrorAnswer(TimeSpan.Zero);
}
