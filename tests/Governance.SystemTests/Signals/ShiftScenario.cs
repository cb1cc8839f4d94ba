using Governance.Domain.Signals;
using Governance.Server.Signals;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Signals.SignalWorld;

namespace Governance.SystemTests.Signals;

/// <summary>
/// Changes that no mean and no rate shows, from the wire to the fact: the shape of inputs, a single conversation, a
/// slow creep, what filters let through.
/// </summary>
public sealed class ShiftScenario(SignalWorld world) : IClassFixture<SignalWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F27_Inputs_of_another_shape_with_the_same_median_are_a_note_unchanged_ones_none(bool shifts)
    {
        var raised = await world.PlayAsync($"f27-{shifts}", 2000, 1600, (wire, turn) =>
        {
            var usual = wire.Dice.LogNormal(650, 0.3);
            var length = !shifts || !turn.Changed ? usual : usual * (wire.Dice.Chance(0.5) ? 0.3 : 3);
            wire.Call(turn.At, ("gen_ai.usage.input_tokens", (int)length));
        });
        var found = raised.Where(x => x.Subject.Signal is SignalKind.InputShift).ToList();
        if (!shifts)
        {
            found.ShouldBeEmpty();
            return;
        }

        var shift = found.ShouldHaveSingleItem();
        (shift.Subject.Dimension, shift.IsNote, shift.Evidence.Label)
            .ShouldBe(("of lengths", true, EvidenceLabel.Guaranteed));
        shift.Evidence.Current.Value.ShouldBeInRange(0.2, 0.6);
        shift.Evidence.Expected!.High!.Value.ShouldBeLessThan(shift.Evidence.Current.Value);
    }

    [Fact]
    public async Task F27_Another_mix_of_task_classes_is_a_note()
    {
        var raised = await world.PlayAsync("f27-tasks", 2000, 1600, (wire, turn) => wire.Call(
            turn.At, ("governance.task.class", wire.Dice.Chance(turn.Changed ? 0.15 : 0.7) ? "refund" : "delivery")));
        raised.Single(x => x.Subject.Signal is SignalKind.InputShift).Subject.Dimension.ShouldBe("of task classes");
    }

    [Fact]
    public async Task F28_A_creep_too_slow_for_any_day_is_found_against_the_anchor()
    {
        const int perDay = 150;
        const int quietDays = 30;
        const int days = 46;
        const double creepPerDay = 0.004;
        var wire = new Wire(world.Host, "f28", seed: 28);
        var from = TimeProvider.System.GetUtcNow().AddDays(-days);
        for (var i = 0; i < days * perDay; i++)
        {
            var day = i / (double)perDay;
            wire.Event(
                "gen_ai.evaluation.result", from.AddDays(day), ("gen_ai.evaluation.name", "relevance"),
                ("gen_ai.evaluation.score.value",
                    wire.Dice.Score(0.82 - (creepPerDay * Math.Max(0, day - quietDays)), 0.05)),
                ("governance.evaluator.id", "judge"), ("governance.evaluator.version", "1"),
                ("governance.model.version", "v1"));
            if ((i + 1) % (2 * perDay) == 0)
                await wire.SendAsync(Ct);
        }

        var raised = await world.RaisedAsync("f28");
        var creep = raised.ShouldHaveSingleItem();
        (creep.Subject.Signal, creep.Evidence.Direction)
            .ShouldBe((SignalKind.EvaluationScore, SignalDirection.Down));
        creep.Evidence.Reference.Value.ShouldBe(0.82, 0.01);
        (creep.Evidence.Reference.To - creep.Evidence.Reference.From).TotalDays.ShouldBeGreaterThan(7);
        (creep.Evidence.Current.To - from).TotalDays.ShouldBeGreaterThan(quietDays);
    }

    [Fact]
    public async Task F21_A_single_conversation_that_drifts_is_found_among_hundreds_and_one_that_is_low_is_not()
    {
        const int turns = 12;
        const int drifting = 205;
        const int low = 202;
        var raised = await world.PlayAsync("f21-single", 200 * turns, 50 * turns, (wire, turn) =>
        {
            var conversation = turn.Number / turns;
            var mean = 0.9 + conversation switch
            {
                drifting => -0.05 * (turn.Number % turns),
                low => -0.3,
                _ => 0,
            };
            wire.Event("gen_ai.evaluation.result", wire.Call(turn.At),
                ("gen_ai.evaluation.name", "harmlessness"),
                ("gen_ai.evaluation.score.value", wire.Dice.Score(mean, 0.04)),
                ("governance.evaluator.id", "judge"), ("governance.evaluator.version", "1"),
                ("gen_ai.conversation.id", $"c{conversation}"), ("governance.model.version", "v1"));
        });
        var found = raised.Single(x => x.Subject.Signal is SignalKind.ConversationDrift).Evidence;
        (found.Direction, found.Label).ShouldBe((SignalDirection.Down, EvidenceLabel.Heuristic));
        (found.Reference.N + found.Current.N).ShouldBeLessThanOrEqualTo(turns);
        found.Current.Value.ShouldBeLessThan(found.Reference.Value - 0.1);
        found.Addresses.Count.ShouldBe((int)found.Current.N);
        raised.ShouldNotContain(x => x.Subject.Signal == SignalKind.ConversationShift);
    }

    [Fact]
    public async Task F41_Answers_blocked_at_the_output_are_counted_among_those_that_passed_at_the_input()
    {
        var raised = await world.PlayAsync("f41-late", 800, 900, (wire, turn) =>
        {
            var denied = wire.Dice.Chance(0.3);
            wire.Call(
                turn.At,
                ("governance.filter.input.verdict", denied ? "deny" : "allow"),
                ("governance.filter.output.verdict", denied
                    ? "not_run"
                    : wire.Dice.Chance(turn.Changed ? 0.12 : 0.01) ? "deny" : "allow"));
        });
        var late = raised.Single(x => x.Subject.Signal is SignalKind.LateBlock).Evidence;
        late.Reference.Value.ShouldBe(0.01, 0.01);
        late.Direction.ShouldBe(SignalDirection.Up);
    }

    [Fact]
    public async Task What_a_sender_does_not_say_is_not_measurable_and_says_what_it_needs()
    {
        await world.PlayAsync("plain", 600, 0, (wire, turn) => wire.Call(turn.At));
        var readings = world.Host.Services.GetRequiredService<SignalReadings>();
        var plain = (await readings.AllWatchedAsync(Ct)).Single(one => one.Name == "plain");
        SignalKind[] said =
        [
            SignalKind.Refusal, SignalKind.Error, SignalKind.Latency, SignalKind.InputTokens, SignalKind.OutputTokens,
            SignalKind.Truncation, SignalKind.ToolUse, SignalKind.InputShift,
        ];
        foreach (var signal in plain.Signals.Where(one => !said.Contains(one.Signal)))
            signal.Needs.ShouldNotBeNullOrEmpty($"{signal.Signal}");
        plain.Signals.Where(one => one.Needs is null).Select(one => one.Signal).ShouldBeSubsetOf(said);
        (await readings.CalibrationOfAsync(plain.Deployment, Ct))!.Needs.ShouldNotBeNull();
    }

    [Fact]
    public async Task F41_The_share_of_delivered_answers_that_are_then_reported_is_the_escape_rate()
    {
        var raised = await world.PlayAsync("f41-escape", 1500, 1500, (wire, turn) =>
        {
            var answer = wire.Call(turn.At, ("governance.filter.output.verdict", "allow"));
            if (turn.Number % 100 == 0 || (turn.Changed && turn.Number % 5 == 0))
            {
                wire.Event("governance.user.report", answer, ("governance.report.id", $"r{turn.Number}"),
                    ("governance.report.category", "harmful"), ("governance.model.version", "v1"));
            }
        });
        var escape = raised.Single(x => x.Subject.Signal is SignalKind.ReportedDelivery).Evidence;
        escape.Reference.Value.ShouldBe(0.01, 0.006);
        escape.Current.Value.ShouldBeGreaterThan(escape.Expected!.High!.Value);
    }
}
