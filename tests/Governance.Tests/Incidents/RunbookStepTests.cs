using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Incidents.Runbooks;
using Governance.Tests.House;

namespace Governance.Tests.Incidents;

public sealed class RunbookStepTests
{
    private const string File = """
        ---
        alarm: x
        title: X
        version: 3
        reviewBy: 2027-05-21
        ---

        ## First five minutes

        1. **Read** the `room`.
        2. `check` Is it *still* going on?
        3. `command halt mandatory` Halt it.
        4. `wait 5m` Let the senders obey.
        5. `approval` Somebody else looks.

        ## Afterwards

        1. Not a step.

        """;

    private static readonly Actor s_one = Actor.Person(new PersonId("one"));
    private static readonly Actor s_two = Actor.Person(new PersonId("two"));
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Runbook s_runbook = Runbook.Parse(File);

    [Fact]
    public void The_numbered_list_of_the_first_five_minutes_is_the_steps_and_markers_are_their_kinds()
    {
        s_runbook.Steps.ShouldBe(
        [
            new RunbookStep(1, StepKind.Manual, "Read the room.", null, null, false),
            new RunbookStep(2, StepKind.Check, "Is it still going on?", null, null, false),
            new RunbookStep(3, StepKind.Command, "Halt it.", StepCommand.Halt, null, true),
            new RunbookStep(4, StepKind.Wait, "Let the senders obey.", null, 300, false),
            new RunbookStep(5, StepKind.Approval, "Somebody else looks.", null, null, false),
        ]);
        s_runbook.ReviewBy.ShouldBe(new DateOnly(2027, 5, 21));
    }

    [Theory]
    [InlineData("`command` x")]
    [InlineData("`wait` x")]
    [InlineData("`wait 5x` x")]
    public void A_marker_that_lacks_something_stops_the_start(string item) => Should.Throw<FormatException>(
        () => Runbook.Parse($"---\nalarm: x\ntitle: X\n---\n## First five minutes\n\n1. {item}\n"));

    [Fact]
    public void The_shipped_runbooks_have_steps_and_a_day_to_be_read_anew() =>
        RunbookShelf.Load(Path.Combine(Checkout.Root, "runbooks")).All
            .Where(runbook => Alarm.All.Contains(runbook.Alarm))
            .ShouldAllBe(runbook => runbook.Steps.Count > 0 && runbook.ReviewBy != null);

    [Fact]
    public void The_first_step_that_somebody_takes_pins_the_version() => When(
        RunbookExecution.Initial, Move(1, StepStatus.Completed)).Then(
        s_runbook.AttachedBy(s_one), new RunbookEvent.StepCompleted(1, "", s_one));

    [Fact]
    public void A_command_step_is_done_once_the_console_was_given_the_command()
    {
        When(Attached, Move(3, StepStatus.Completed)).ThenRefused(new CommandNotGiven(StepCommand.Halt));
        var halted = Incident.Initial with
        {
            Containments = ImmutableDictionary<string, ContainmentProgress>.Empty
                .Add("halt-1", ContainmentProgress.Requested),
        };
        When(Attached, Move(3, StepStatus.Completed) with { Incident = halted })
            .ThenState(after => after.Gaps.ShouldBeEmpty());
        Attached.Gaps.ShouldHaveSingleItem().What.ShouldContain("step 3");
    }

    [Fact]
    public void A_check_says_what_was_seen_and_skipping_and_failing_say_why()
    {
        When(Attached, Move(2, StepStatus.Completed)).ThenRefused(new TextMissing("evidence"));
        When(Attached, Move(1, StepStatus.Skipped)).ThenRefused(new TextMissing("reason"));
        When(Attached, Move(1, StepStatus.Failed, "no access"))
            .Then(new RunbookEvent.StepFailed(1, "no access", s_one));
    }

    [Fact]
    public void A_wait_is_over_when_its_time_has_passed_since_it_was_started()
    {
        When(Attached, Move(4, StepStatus.Completed)).ThenRefused(new WaitNotOver(300));
        var waited = Move(4, StepStatus.Completed) with { StartedAt = s_now.AddMinutes(-4) };
        When(Attached, waited).ThenRefused(new WaitNotOver(300));
        When(Attached, waited with { StartedAt = s_now.AddMinutes(-5) })
            .Then(new RunbookEvent.StepCompleted(4, "", s_one));
    }

    [Fact]
    public void Who_starts_an_approval_does_not_give_it()
    {
        var started = RunbookExecution.Evolve(Attached, new RunbookEvent.StepStarted(5, s_one));
        When(started, Move(5, StepStatus.Completed)).ThenRefused(new ApprovalNeedsAnother());
        When(Attached, Move(5, StepStatus.Completed)).ThenRefused(new ApprovalNeedsAnother());
        When(started, Move(5, StepStatus.Completed) with { By = s_two })
            .Then(new RunbookEvent.StepCompleted(5, "", s_two));
    }

    [Fact]
    public void What_is_done_stays_done()
    {
        var done = RunbookExecution.Evolve(Attached, new RunbookEvent.StepCompleted(1, "", s_one));
        When(done, Move(1, StepStatus.Failed, "no")).ThenRefused(new StepDone(1));
    }

    private static RunbookExecution Attached { get; } =
        RunbookExecution.Evolve(RunbookExecution.Initial, s_runbook.AttachedBy(s_one));

    private static MoveStep Move(int step, StepStatus to, string words = "") =>
        new(s_runbook.AttachedBy(s_one), step, to, words, s_one, Incident.Initial, null);

    private static Decided<RunbookExecution, RunbookEvent> When(RunbookExecution execution, MoveStep move) =>
        A.Given<RunbookExecution, RunbookEvent>(execution, RunbookExecution.Evolve)
            .When(state => move.Decide(state, s_now));
}
