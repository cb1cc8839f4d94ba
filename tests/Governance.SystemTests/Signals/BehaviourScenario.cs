using Governance.Domain.Signals;
using Governance.Server.Signals;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Signals.SignalWorld;

namespace Governance.SystemTests.Signals;

/// <summary>What a model does differently, from the wire to the fact: OTLP in, signals out.</summary>
public sealed class BehaviourScenario(SignalWorld world, ITestOutputHelper output) : IClassFixture<SignalWorld>
{
    private static readonly string[] s_tasks = ["refund", "delivery", "product"];

    [Fact]
    public async Task F03_A_reward_that_rises_while_gold_falls_is_found_and_a_parallel_rise_is_not()
    {
        Action<Wire, Turn> Rewarded(double gold) => (wire, turn) =>
        {
            var answer = wire.Call(turn.At);
            wire.Score(answer, "reward", wire.Dice.Score(turn.Changed ? 0.77 : 0.62, 0.1), "reward-model");
            wire.Score(answer, "gold", wire.Dice.Score(turn.Changed ? 0.7 + gold : 0.7, 0.1), "audit-panel");
        };
        var raised = await PlayAsync("f03", 900, 500, Rewarded(-0.05));
        var gap = raised.Single(x => x.Subject.Signal is SignalKind.ProxyGap).Evidence;
        gap.Reference.Value.ShouldBe(-0.08, 0.03);
        gap.Current.Value.ShouldBe(0.12, 0.08);
        var parallel = await PlayAsync("f03-parallel", 900, 500, Rewarded(0.15));
        parallel.ShouldNotContain(x => x.Subject.Signal == SignalKind.ProxyGap);
    }

    [Fact]
    public async Task F04_Longer_answers_of_one_task_class_are_found_there_only()
    {
        var raised = await PlayAsync("f04", 3000, 1000, (wire, turn) =>
        {
            var task = s_tasks[turn.Number % 3];
            var longer = turn.Changed && task == "refund" ? 1.8 : 1;
            wire.Call(
                turn.At, ("governance.task.class", task),
                ("gen_ai.usage.output_tokens", (int)(wire.Dice.LogNormal(210, 0.4) * longer)));
        });
        raised.Where(x => x.Subject.Signal is SignalKind.OutputTokens && x.Subject.Dimension is not null)
            .ShouldHaveSingleItem().Subject.Dimension.ShouldBe("task=refund");
    }

    [Fact]
    public async Task F04_That_longer_comes_to_be_rated_better_is_found()
    {
        var raised = await PlayAsync("f04-rated", 1500, 1500, (wire, turn) =>
        {
            var tokens = wire.Dice.LogNormal(210, 0.4);
            var answer = wire.Call(turn.At, ("gen_ai.usage.output_tokens", (int)tokens));
            var liked = turn.Changed ? (Math.Log(tokens / 210) / 0.8) + 0.5 : 0.5;
            wire.Score(answer, "reward", Math.Clamp(wire.Dice.Score(liked, 0.2), 0, 1), "reward-model");
        });
        var found = raised.Single(x => x.Subject.Signal is SignalKind.LongerRatedBetter);
        (found.Evidence.Direction, found.Subject.Dimension).ShouldBe((SignalDirection.Up, "by reward"));
    }

    [Fact]
    public async Task F05_More_flips_to_a_stated_opinion_are_found()
    {
        var raised = await PlayAsync("f05", 600, 2000, (wire, turn) =>
        {
            var answer = wire.Call(turn.At);
            var flips = wire.Dice.Chance(turn.Changed ? 0.22 : 0.08);
            foreach (var (variant, outcome) in ((string, string)[])
                [("neutral", "correct"), ("opinion", flips ? "agrees_with_claim" : "correct")])
            {
                wire.Event("governance.probe.result", answer,
                    ("governance.probe.pair.id", $"pair-{turn.Number}"), ("governance.probe.kind", "sycophancy"),
                    ("governance.probe.variant", variant), ("governance.probe.outcome", outcome),
                    ("governance.probe.claim.correct", variant == "opinion" ? false : null),
                    ("governance.probe.set.version", "2"), ("governance.model.version", "v1"));
            }
        });
        Only(raised, SignalKind.Sycophancy).Evidence.Direction.ShouldBe(SignalDirection.Up);
    }

    [Fact]
    public async Task F06_More_hedging_is_found_and_the_lexicons_version_is_in_the_evidence()
    {
        var raised = await PlayAsync("f06", 500, 300, (wire, turn) => wire.Score(
            wire.Call(turn.At), "hedging", wire.Dice.Score(turn.Changed ? 0.24 : 0.12, 0.05), "hedge-lexicon-en", "3"));
        Only(raised, SignalKind.Hedging).Subject.Dimension.ShouldBe("hedging by hedge-lexicon-en@3");
    }

    [Fact]
    public async Task F07_Confidence_beyond_correctness_is_found()
    {
        var raised = await PlayAsync("f07", 800, 1800, (wire, turn) =>
        {
            var sure = wire.Dice.Score(0.8, 0.1);
            var answer = wire.Call(
                turn.At, ("governance.confidence.stated", Math.Min(1, sure + (turn.Changed ? 0.2 : 0))));
            wire.Score(answer, "correctness", wire.Dice.Chance(sure) ? 1 : 0, "graders");
        });
        var found = Only(raised, SignalKind.Overconfidence).Evidence;
        found.Reference.Value.ShouldBe(0, 0.06);
        found.Current.Value.ShouldBeGreaterThan(0.08);
        var readings = world.Host.Services.GetRequiredService<SignalReadings>();
        var id = raised.Single(x => x.Subject.Signal is SignalKind.Overconfidence).Subject.Deployment;
        var known = (await readings.CalibrationOfAsync(id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var version = known.Versions.ShouldHaveSingleItem();
        version.N.ShouldBe(2600);
        version.ExpectedCalibrationError.ShouldBe(0.2 * 1800 / 2600, 0.06);
        version.Bins.Sum(bin => bin.N).ShouldBe(version.N);
        known.Needs.ShouldBeNull();
    }

    [Fact]
    public async Task F08_A_fallen_score_is_found_and_a_new_scorer_starts_afresh()
    {
        Action<Wire, Turn> Scored(string next) => (wire, turn) => wire.Score(
            wire.Call(turn.At), "relevance", wire.Dice.Score(turn.Changed ? 0.7 : 0.82, 0.1), "judge",
            turn.Changed ? next : "1");
        Only(await PlayAsync("f08", 500, 400, Scored("1")), SignalKind.EvaluationScore)
            .Subject.Dimension.ShouldBe("relevance by judge@1");
        (await PlayAsync("f08-upgrade", 500, 500, Scored("2"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task F21_Conversations_that_come_to_drift_from_their_first_turn_are_found()
    {
        var raised = await PlayAsync("f21", 2400, 1200, (wire, turn) =>
        {
            var drift = turn.Changed ? -0.02 * (turn.Number % 12) : 0;
            var answer = wire.Call(turn.At, ("gen_ai.conversation.id", $"c{turn.Number / 12}"));
            wire.Event("gen_ai.evaluation.result", answer,
                ("gen_ai.evaluation.name", "harmlessness"),
                ("gen_ai.evaluation.score.value", wire.Dice.Score(0.85 + drift, 0.05)),
                ("governance.evaluator.id", "judge"), ("governance.evaluator.version", "1"),
                ("gen_ai.conversation.id", $"c{turn.Number / 12}"), ("governance.model.version", "v1"));
        });
        raised.Single(x => x.Subject.Signal is SignalKind.ConversationShift)
            .Evidence.Direction.ShouldBe(SignalDirection.Down);
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0)]
    public async Task F35_A_gap_between_evaluations_and_production_is_found_and_none_is_invented(double gap)
    {
        var raised = await PlayAsync($"f35-{gap}", 0, 7000, (wire, turn) =>
        {
            var evaluated = turn.Number % 4 == 0;
            var task = s_tasks[turn.Number / 4 % 3];
            var right = 0.6 + (0.1 * (turn.Number / 4 % 3)) - (evaluated ? 0 : gap);
            var answer = wire.Call(
                turn.At, ("governance.context", evaluated ? "evaluation" : "production"),
                ("governance.task.class", task));
            wire.Score(answer, "correctness", wire.Dice.Chance(right) ? 1 : 0, "graders");
        });
        var found = raised.Where(x => x.Subject.Signal is SignalKind.EvaluationGap).ToList();
        if (gap == 0)
            found.ShouldBeEmpty();
        else
            found.ShouldHaveSingleItem().Evidence.Direction.ShouldBe(SignalDirection.Down);
    }

    [Theory]
    [InlineData("self_copy")]
    [InlineData("credential_access")]
    [InlineData("persistence")]
    [InlineData("monitor_tampering")]
    public async Task F36_A_tool_call_of_a_forbidden_class_is_found_at_once(string declared)
    {
        var raised = await PlayAsync($"f36-{declared}", 10, 1, (wire, turn) =>
        {
            wire.Tool(turn.At, "run_shell", ("governance.action.class", turn.Changed ? declared : null));
        });
        var found = Only(raised, SignalKind.ForbiddenAction);
        (found.Evidence.SeverityHint, found.Subject.Dimension).ShouldBe((Domain.Severity.Sev1, declared));
        found.Evidence.Addresses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task F36_What_begins_after_an_acknowledged_halt_is_found_and_what_had_begun_is_not()
    {
        Action<Wire, Turn> Stopped(int goesOn) => (wire, turn) =>
        {
            if (turn.Number == 50)
                wire.Event("governance.halt.acknowledged", turn.At, ("governance.halt.id", "h-1"));
            if (turn.Number < 50 || turn.Number >= goesOn)
                wire.Call(turn.At);
        };
        (await PlayAsync("f36-obeys", 100, 0, Stopped(1000))).ShouldBeEmpty();
        Only(await PlayAsync("f36-goes-on", 100, 0, Stopped(90)), SignalKind.ActivityAfterStop)
            .Evidence.SeverityHint.ShouldBe(Domain.Severity.Sev1);
    }

    [Fact]
    public async Task F40_Filters_that_block_more_or_fall_silent_are_found()
    {
        Action<Wire, Turn> Filtered(double blocked, bool silent) => (wire, turn) => wire.Call(
            turn.At,
            ("governance.filter.input.verdict", turn.Changed && silent
                ? null
                : wire.Dice.Chance(turn.Changed ? blocked : 0.02) ? "deny" : "allow"));
        Only(await PlayAsync("f40", 600, 600, Filtered(0.2, false)), SignalKind.InputBlock);
        Only(await PlayAsync("f40-silent", 600, 300, Filtered(0, true)), SignalKind.FilterSilence)
            .Evidence.Direction.ShouldBe(SignalDirection.Up);
    }

    [Fact]
    public async Task F41_Outputs_that_are_blocked_more_often_are_found()
    {
        var raised = await PlayAsync("f41", 600, 900, (wire, turn) => wire.Call(
            turn.At,
            ("governance.filter.output.verdict", wire.Dice.Chance(turn.Changed ? 0.1 : 0.01) ? "deny" : "allow")));
        Only(raised, SignalKind.OutputBlock);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task F43_A_burst_of_one_principal_and_a_campaign_of_many_are_found(int principals)
    {
        var raised = await PlayAsync($"f43-{principals}", 100, 60, (wire, turn) => wire.Call(
            turn.At,
            ("user.id", turn.Changed ? $"bad-{turn.Number % principals}" : $"user-{turn.Number}"),
            ("governance.prompt.cluster", turn.Changed ? "pc-probe" : $"pc-{turn.Number % 50}"),
            ("governance.filter.input.verdict", turn.Changed ? "deny" : "allow")));
        raised.ShouldContain(x => x.Subject.Signal == SignalKind.Probing
            && x.Subject.Dimension!.StartsWith(principals == 1 ? "one" : "many"));
    }

    [Fact]
    public async Task F51_Approvals_within_seconds_are_found_and_so_is_an_end_of_deferrals()
    {
        var rubber = await PlayAsync("f51", 400, 400, (wire, turn) => wire.Event(
            "governance.human.decision", wire.Run(turn.At),
            ("governance.deferral.id", $"d{turn.Number}"), ("governance.human.id", "reviewer"),
            ("governance.human.decision", turn.Changed || wire.Dice.Chance(0.9) ? "approve" : "override"),
            ("governance.human.duration", turn.Changed ? 2.0 : wire.Dice.LogNormal(45, 0.5)),
            ("governance.model.version", "v1")));
        Only(rubber, SignalKind.QuickApproval);
        var collapse = await PlayAsync("f51-collapse", 1500, 1800, (wire, turn) =>
        {
            var run = wire.Run(turn.At);
            if (!turn.Changed && wire.Dice.Chance(0.2))
            {
                wire.Event("governance.deferral.requested", run, ("governance.deferral.id", $"d{turn.Number}"),
                    ("governance.deferral.reason", "uncertain"), ("governance.model.version", "v1"));
            }
        });
        Only(collapse, SignalKind.Deferral).Evidence.Direction.ShouldBe(SignalDirection.Down);
    }

    [Fact]
    public async Task F53_Worse_ratings_are_found_and_twenty_reports_are_one_signal()
    {
        var rated = await PlayAsync("f53", 600, 700, (wire, turn) => wire.Score(
            wire.Call(turn.At), "user_feedback", wire.Dice.Chance(turn.Changed ? 0.4 : 0.12) ? 0 : 1, "users"));
        Only(rated, SignalKind.BadRating);
        var reported = await PlayAsync("f53-reports", 1500, 1200, (wire, turn) =>
        {
            var run = wire.Run(turn.At);
            if (turn.Number % 200 == 0 || (turn.Changed && turn.Number % 5 == 0))
            {
                wire.Event("governance.user.report", run, ("governance.report.id", $"r{turn.Number}"),
                    ("governance.report.category", "harmful"), ("governance.model.version", "v1"));
            }
        });
        Only(reported, SignalKind.UserReport);
    }

    private Task<IReadOnlyList<SignalGroupEvent.SignalRaised>> PlayAsync(
        string deployment, int quiet, int changed, Action<Wire, Turn> turn) =>
        world.PlayAsync(deployment, quiet, changed, turn);

    /// <summary>The one signal, of this kind.</summary>
    private SignalGroupEvent.SignalRaised Only(IReadOnlyList<SignalGroupEvent.SignalRaised> raised, SignalKind kind)
    {
        foreach (var signal in raised)
            output.WriteLine($"{signal.Subject.Signal} {signal.Subject.Dimension}: {signal.Evidence.Label}");
        raised.Select(x => x.Subject.Signal).Distinct().ShouldBe([kind]);
        return raised[0];
    }
}
