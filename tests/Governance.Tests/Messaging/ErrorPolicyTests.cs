using Governance.Messaging;

namespace Governance.Tests.Messaging;

public sealed class ErrorPolicyTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Fact]
    public void Steps_are_taken_in_their_order_and_the_last_one_is_a_dead_letter()
    {
        var policy = ErrorPolicy.Default.OnException<InvalidDataException>()
            .RetryWithCooldown(s_short, s_short)
            .Then.Reschedule(s_long)
            .Then.PauseProcessing(s_long)
            .Then.MoveToErrorQueue();

        var answers = Enumerable.Range(1, 6).Select(attempt => policy.After(new InvalidDataException(), attempt, 7));

        answers.Select(answer => answer.GetType().Name).ShouldBe(
            ["Retry", "Retry", "Reschedule", "Pause", "MoveToErrorQueue", "MoveToErrorQueue"]);
    }

    [Fact]
    public void A_rule_for_a_kind_of_error_leaves_the_other_kinds_to_the_rules_before_it()
    {
        var policy = ErrorPolicy.Default.OnException<ArgumentException>(error => error.ParamName == "late").Discard();

        policy.After(new ArgumentException("", "late"), 1, 7).GetType().Name.ShouldBe("Discard");
        policy.After(new ArgumentException("", "other"), 1, 7).GetType().Name.ShouldBe("Retry");
        policy.After(new InvalidDataException(), 4, 7).GetType().Name.ShouldBe("MoveToErrorQueue");
    }

    [Fact]
    public void A_cooldown_is_never_shortened_and_differs_between_messages()
    {
        var policy = ErrorPolicy.Default.OnException<Exception>().RetryWithCooldown(s_short);

        var waits = Enumerable.Range(0, 100).Select(seed => policy.After(new InvalidDataException(), 1, seed).Wait)
            .ToList();

        waits.ShouldAllBe(wait => wait >= s_short && wait <= 1.5 * s_short);
        waits.Distinct().Count().ShouldBeGreaterThan(90);
    }

    [Fact]
    public async Task In_place_it_tries_until_it_succeeds_or_answers_the_last_error()
    {
        var policy = ErrorPolicy.Default.OnException<Exception>().RetryWithCooldown(TimeSpan.Zero, TimeSpan.Zero);
        var tries = 0;

        var done = await policy.RunAsync(
            _ => ++tries < 3 ? throw new InvalidDataException() : Task.CompletedTask,
            7, TimeProvider.System, TestContext.Current.CancellationToken);
        var given = await policy.RunAsync(
            _ => throw new InvalidDataException("bad"), 7, TimeProvider.System, TestContext.Current.CancellationToken);

        done.ShouldBeNull();
        tries.ShouldBe(3);
        given.ShouldBeOfType<InvalidDataException>().Message.ShouldBe("bad");
    }
}
