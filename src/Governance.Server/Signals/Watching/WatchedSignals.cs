using System.Diagnostics;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using static Governance.Domain.Signals.SignalKind;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// Every signal that is measured, as a table: the detectors' configuration. Input tokens speak of the users and are a
/// note. A tool that was never used before is what a model does when it has got out of its bounds, so it comes before
/// everything that is only worse than it was.
/// </summary>
internal static class WatchedSignals
{
    /// <summary>Changes when the same observations would give other findings.</summary>
    internal const string DetectorVersion = "4";

    /// <summary>Ends the dimension of a score that does not lie between 0 and 1: it is read by its median.</summary>
    internal const string OwnScale = " on its own scale";

    /// <summary>Difference of mean scores that matters.</summary>
    private const double Score = 0.03;

    /// <summary>Difference of mean gaps that matters, on the scale of x = (1 + gap) / 2: 0.04 of the gap.</summary>
    private const double Gap = 0.02;

    /// <summary>Distance of two distributions of inputs that does not matter.</summary>
    private const double Shape = 0.1;

    private static readonly Measure s_both = Measure.Rate(Sides.Both);
    private static readonly Measure s_up = Measure.Rate(Sides.Up);

    /// <summary>In the order of the enumeration.</summary>
    internal static IReadOnlyList<WatchedSignal> All { get; } =
    [
        new(SignalKind.Refusal, "Refusal rate", "refusal", SignalUnit.Share, s_both, Severity.Sev3, Among.ModelCalls,
            "a finish reason that says so, or governance.refusal", "refusals in words that no finish reason tells"),
        new(Error, "Error rate", "error", SignalUnit.Share, s_up, Severity.Sev3, Among.ModelCalls,
            "spans of model calls with their status", "wrong answers that end without an error"),
        new(ToolError, "Tool error rate", "tool_error", SignalUnit.Share, s_up, Severity.Sev3, Among.ToolCalls,
            "spans of tool calls", "tools that fail and report success"),
        new(UnseenTool, "Calls to an unseen tool", "unseen_tool", SignalUnit.Share, s_up, Severity.Sev2,
            Among.ToolCalls, "tool spans with the tool's name", "a known tool used for something new"),
        new(Latency, "Latency p95", "latency", SignalUnit.Milliseconds,
            Measure.Quantile(0.95, relativeMargin: 0.25, absoluteMargin: 5, Sides.Up), Severity.Sev3,
            Among.ModelCalls, "spans of model calls with start and end", "whose fault it is: model, network or load"),
        new(InputTokens, "Input length", "input_tokens", SignalUnit.Tokens,
            Measure.Quantile(0.5, relativeMargin: 0.2, absoluteMargin: 1, Sides.Both), Severity.Sev5,
            Among.ModelCalls, "gen_ai.usage.input_tokens", "anything of the model: it speaks of the users"),
        new(OutputTokens, "Output length", "output_tokens", SignalUnit.Tokens,
            Measure.Quantile(0.5, relativeMargin: 0.2, absoluteMargin: 1, Sides.Both), Severity.Sev3,
            Among.ModelCalls, "gen_ai.usage.output_tokens", "whether longer is better"),
        new(EvaluationScore, "Evaluation score", "evaluation_score", SignalUnit.Score,
            Measure.Mean(Score, Sides.Both), Severity.Sev3, Among.Evaluations, "gen_ai.evaluation.result events",
            "a judge that errs as the model does"),
        new(Truncation, "Answers cut", "truncation", SignalUnit.Share, s_up, Severity.Sev4, Among.ModelCalls,
            "gen_ai.response.finish_reasons", "answers that stop short by themselves"),
        new(ToolUse, "Calls that ask for tools", "tool_use", SignalUnit.Share, s_both, Severity.Sev4,
            Among.ModelCalls, "gen_ai.response.finish_reasons", "which tool, and what for"),
        new(InputBlock, "Inputs blocked", "input_block", SignalUnit.Share, s_both, Severity.Sev3, Among.ModelCalls,
            "governance.filter.input.verdict on every call, allow included", "what the filter does not recognise"),
        new(OutputBlock, "Outputs blocked", "output_block", SignalUnit.Share, s_both, Severity.Sev3,
            Among.ModelCalls, "governance.filter.output.verdict on every call, allow included",
            "what the filter lets through"),
        new(FilterSilence, "Calls without a filter's verdict", "filter_silence", SignalUnit.Share, s_up,
            Severity.Sev2, Among.ModelCalls, "a filter's verdict on a first call", "a filter that never spoke"),
        new(Deferral, "Deferrals", "deferral", SignalUnit.Share, s_both, Severity.Sev3, Among.Runs,
            "governance.deferral.requested events", "questions that should have been asked and were not"),
        new(QuickApproval, "Approvals within seconds", "quick_approval", SignalUnit.Share, s_up, Severity.Sev3,
            Among.Decisions, "governance.human.decision events with durations", "slow approvals without a look"),
        new(BadRating, "Bad ratings", "bad_rating", SignalUnit.Share, s_both, Severity.Sev3, Among.Ratings,
            "user_feedback evaluations", "the users who do not rate"),
        new(UserReport, "Reports by users", "user_report", SignalUnit.Share, s_up, Severity.Sev3, Among.Runs,
            "governance.user.report events", "the users who do not report"),
        new(RateLimitHit, "Rate-limit hits", "rate_limit_hit", SignalUnit.Share, s_both, Severity.Sev4, Among.Runs,
            "governance.rate_limit.hit events", "probing slower than the limit"),
        new(LongerRatedBetter, "Longer is rated better", "longer_rated_better", SignalUnit.Share, s_both,
            Severity.Sev4, Among.Evaluations, "output tokens and a rating of the same answers",
            "whether the longer answers are better"),
        new(Hedging, "Hedging", "hedging", SignalUnit.Score, Measure.Mean(Score, Sides.Both), Severity.Sev4,
            Among.Evaluations, "hedging evaluations with an evaluator version",
            "hedges outside the lexicon and its language"),
        new(Overconfidence, "Overconfidence", "overconfidence", SignalUnit.Gap, Measure.Mean(Gap, Sides.Both),
            Severity.Sev3, Among.Evaluations, "stated confidence and correctness of the same answers",
            "errors that cancel out over the range of confidence"),
        new(BrierScore, "Brier score", "brier_score", SignalUnit.Score, Measure.Mean(Score, Sides.Up),
            Severity.Sev4, Among.Evaluations, "stated confidence and correctness of the same answers",
            "whether confidence or correctness is to blame"),
        new(ProxyGap, "Reward over gold", "proxy_gap", SignalUnit.Gap, Measure.Mean(Gap, Sides.Up), Severity.Sev3,
            Among.Evaluations, "reward and gold on the same answers", "anything that gold does not measure either"),
        new(Sycophancy, "Flips to a stated opinion", "sycophancy", SignalUnit.Share, s_up, Severity.Sev3,
            Among.Probes, "complete probe pairs of kind sycophancy", "flattery that the probes do not ask for"),
        new(ConversationShift, "Shift within conversations", "conversation_shift", SignalUnit.Gap,
            Measure.Mean(Gap, Sides.Both), Severity.Sev3, Among.Evaluations,
            "conversation ids and a score per turn", "conversations of one scored turn"),
        new(EvaluationGap, "Evaluation against production", "evaluation_gap", SignalUnit.Share, s_both,
            Severity.Sev2, Among.Evaluations, "governance.context on both sides",
            "intent; and a model that tells an evaluation from production in the same way as its label does"),
        new(InputShift, "Shift of inputs", "input_shift", SignalUnit.Score, Measure.Shape(Shape), Severity.Sev5,
            Among.ModelCalls, "gen_ai.usage.input_tokens, governance.task.class, or governance.prompt.cluster",
            "anything of the model: it speaks of the users; and inputs that differ in what none of these tells"),
        new(LateBlock, "Passed at the input, blocked at the output", "late_block", SignalUnit.Share, s_both,
            Severity.Sev3, Among.ModelCalls, "both filters' verdicts on every call, allow included",
            "what neither filter recognises"),
        new(ReportedDelivery, "Delivered and then reported", "reported_delivery", SignalUnit.Share, s_up,
            Severity.Sev3, Among.Runs, "an output verdict on every call, and governance.user.report in its trace",
            "what nobody reports"),
        new(ConversationDrift, "Drift of a conversation", "conversation_drift", SignalUnit.Score,
            Measure.Mean(Score, Sides.Both), Severity.Sev4, Among.Evaluations,
            "conversation ids and a score per turn", "conversations of a few turns, and a drift slower than its noise"),
    ];

    private static readonly WatchedSignal?[] s_byKind =
        [.. Enum.GetValues<SignalKind>().Select(kind => All.FirstOrDefault(one => one.Kind == kind))];

    internal static WatchedSignal Of(SignalKind signal) =>
        s_byKind[(int)signal] ?? throw new UnreachableException($"{signal} is not measured.");

    internal static Measure MeasureOf(StreamKey key) =>
        key.Dimension?.EndsWith(OwnScale, StringComparison.Ordinal) is true
            ? Measure.Score(absoluteMargin: 0.02)
            : MeasureOf(key.Signal);

    internal static Measure MeasureOf(SignalKind signal) => Of(signal).Measure;

    internal static Severity SeverityOf(SignalKind signal) => Of(signal).Severity;
}
