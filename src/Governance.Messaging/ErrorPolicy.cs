using Governance.Postgres;

namespace Governance.Messaging;

/// <summary>
/// What to do when handling fails, by kind of error and number of tries. Written as in
/// <c>ErrorPolicy.Default.OnException&lt;TimeoutException&gt;().RetryWithCooldown(a, b).Then.MoveToErrorQueue()</c>;
/// a rule written later is asked first, so it refines those before it. A database that is away is never the message's
/// fault: that try is not counted.
/// </summary>
public sealed class ErrorPolicy
{
    // Bounded by the rules that the code writes.
    private readonly IReadOnlyList<ErrorRule> _rules;

    private ErrorPolicy(IReadOnlyList<ErrorRule> rules) => _rules = rules;

    /// <summary>Three quick tries for what only collided, before a human is asked.</summary>
    public static ErrorPolicy Default { get; } = new ErrorPolicy([])
        .OnException<Exception>()
        .RetryWithCooldown(
            TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1))
        .Then.MoveToErrorQueue();

    /// <summary>How long to wait while the database is away.</summary>
    public static TimeSpan UnavailablePause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Goes on with the rule written last: what to do once its steps so far are used up.</summary>
    public ErrorRule Then => _rules.Count > 0
        ? _rules[^1].In(new ErrorPolicy([.. _rules.Take(_rules.Count - 1)]))
        : throw new InvalidOperationException("Then follows a step: begin with OnException<T>().");

    /// <summary>Begins a rule for errors of a type, or only for some of them.</summary>
    public ErrorRule OnException<TError>(Func<TError, bool>? when = null)
        where TError : Exception =>
        new(this, error => error is TError fits && (when is null || when(fits)), []);

    /// <summary>What to do after a failed try.</summary>
    /// <param name="error">Why it failed.</param>
    /// <param name="attempt">The number of the try that failed, from 1.</param>
    /// <param name="seed">Spreads the waits of different messages; the same for every try of one.</param>
    internal ErrorAnswer After(Exception error, int attempt, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var rule = _rules.LastOrDefault(one => one.Fits(error));
        var answer = attempt <= rule?.Steps.Count ? rule.Steps[attempt - 1] : new ErrorAnswer.MoveToErrorQueue();
        return answer is ErrorAnswer.Retry retry
            ? new ErrorAnswer.Retry(Backoff.Spread(retry.Wait, attempt, seed))
            : answer;
    }

    /// <summary>
    /// Runs <paramref name="work"/> in place, for what must not be put off: every step with a wait is a wait. Answers
    /// the last error when it is to be a dead letter, null when the work is done or discarded.
    /// </summary>
    public async Task<Exception?> RunAsync(
        Func<CancellationToken, Task> work, long seed, TimeProvider clock, CancellationToken ct)
    {
        for (var attempt = 1; ;)
        {
            try
            {
                await work(ct);
                return null;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                await Task.Delay(UnavailablePause, clock, ct);
            }
            catch (Exception error)
            {
                var answer = After(error, attempt++, seed);
                if (answer is ErrorAnswer.MoveToErrorQueue)
                    return error;
                if (answer is ErrorAnswer.Discard)
                    return null;
                await Task.Delay(answer.Wait, clock, ct);
            }
        }
    }

    internal ErrorPolicy With(ErrorRule rule) => new([.. _rules, rule]);
}
