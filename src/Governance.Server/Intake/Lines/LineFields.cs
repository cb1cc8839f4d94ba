using static Governance.Server.Intake.Lines.LineKinds;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// Every field of every kind: the published schema is written from this table and the parser reads by it, so neither
/// can know what the other does not. Names are those of the governance vocabulary without <c>governance.</c>.
/// </summary>
internal static class LineFields
{
    private const string Governance = "governance.";

    private static readonly LineType s_filter = LineType.OneOf("allow", "warn", "modify", "deny", "not_run");

    public static IReadOnlyList<LineField> All { get; } =
    [
        // The line itself.
        new("kind", Every, LineRole.Kind, LineType.Label),
        new("id", Observed, LineRole.Id, LineType.Label)
        {
            Says = "recognises a line that is sent again; without one the hash of the line does",
        },
        new("time", Observed, LineRole.Time, LineType.Time) { Says = "when it began; required" },
        new("trace", Observed, LineRole.Trace, LineType.Hex(32)),
        new("span", Observed, LineRole.Span, LineType.Hex(16)),
        new("parent", Observed, LineRole.Parent, LineType.Hex(16)),

        // Whose it is.
        Of("deployment", Batch, LineType.Label, "governance.deployment.id"),
        Of("environment", Batch, LineType.Label, "deployment.environment.name"),
        Of("instance", Batch, LineType.Text, "service.instance.id"),
        Of("vocabulary", Batch, LineType.Count, "governance.vocabulary.version"),
        Of("sample.rate", Batch | Call, LineType.Share),
        Of("sequence", Batch | Counts, LineType.Count, "governance.batch.sequence"),
        Of("model.version", Every, LineType.Label),
        Of("model.digest", Every, LineType.Digest),
        Of("model.family", Every, LineType.Label),

        // Around it.
        Of("conversation", Every, LineType.Text, "gen_ai.conversation.id"),
        Of("user", Every, LineType.Text, "user.id"),
        Of("context", Every, LineType.OneOf("production", "evaluation", "canary_evaluation", "shadow")),
        Of("context.disclosed", Every, LineType.Flag),
        Of("task.class", Every, LineType.Label),
        new("segment", Every, LineRole.NamedAttribute, LineType.Label, "governance.segment."),
        Of("agent", Observed, LineType.Label, "gen_ai.agent.id"),

        // What the sender was told.
        Of("flag", Every, LineType.Label, "feature_flag.key"),
        Of("told", Every, LineType.Label, "feature_flag.result.value"),
        Of("decision", Every, LineType.Label, "governance.decision.id"),
        Of("decision.id", Every, LineType.Label),
        Of("decision.source", Every, LineType.OneOf("decided", "stale", "fallback", "disobeyed")),
        Of("decision.error", Every, LineType.Label),
        Of("rollout", Every, LineType.Label, "governance.rollout.id"),
        Of("rollout.id", Every, LineType.Label),
        Of("rollout.weight", Every, LineType.Percent),

        .. Calls(),
        .. Steps(),
        .. Scores(),
        .. Declared(),
        .. Serving(),
    ];

    private static LineField[] Calls() =>
    [
        new("latencyMs", Span, LineRole.Latency, LineType.Amount) { Says = "milliseconds from start to end" },
        new("error", Span, LineRole.Error, LineType.TextOrFlag, "error.type"),
        Of("model", Call, LineType.Label, "gen_ai.request.model", "gen_ai.response.model"),
        Of("provider", Call, LineType.Label, "gen_ai.provider.name"),
        new("firstChunkMs", Call, LineRole.Attribute, LineType.Amount, "gen_ai.response.time_to_first_chunk")
        {
            Scale = 0.001,
        },
        Of("inputTokens", Call, LineType.Count, "gen_ai.usage.input_tokens"),
        Of("outputTokens", Call, LineType.Count, "gen_ai.usage.output_tokens"),
        Of("cacheReadTokens", Call, LineType.Count, "gen_ai.usage.cache_read.input_tokens"),
        Of("reasoningTokens", Call, LineType.Count, "gen_ai.usage.reasoning.output_tokens"),
        Of("costUsd", Call, LineType.Amount, "gen_ai.usage.cost"),
        Of("finish", Call, LineType.Label, "gen_ai.response.finish_reasons"),
        Of("response.id", Call, LineType.Label, "gen_ai.response.id"),
        Of("refusal", Inference, LineType.Flag),
        Of("turn.index", Inference, LineType.Count),
        Of("confidence.stated", Inference, LineType.Share),
        Of("filter.input.verdict", Inference, s_filter),
        Of("filter.output.verdict", Inference, s_filter),
        Of("filter.version", Inference | Guardrail, LineType.Label),
        Of("prompt.cluster", Inference, LineType.Label),
        Of("constitution.version", Inference | SelfCritique, LineType.Label),
        Of("principle.ids", Inference, LineType.Texts),
        Of("feature.dictionary.version", Inference | FeatureActivation, LineType.Label),
        Of("feature.threshold.quantile", Inference, LineType.Share),
    ];

    private static LineField[] Steps() =>
    [
        Of("stop.reason", AgentStep, LineType.OneOf("halt", "rollback", "breaker")),
        Of("tool", ToolCall, LineType.Label, "gen_ai.tool.name"),
        Of("grant.id", ToolCall, LineType.Label),
        Of("action.digest", ToolCall, LineType.Digest),
        Of("action.approval.id", ToolCall | HumanDecision, LineType.Label),
        Of("action.effect", ToolCall, LineType.OneOf("read", "write", "irreversible")),
        Of(
            "action.class",
            ToolCall,
            LineType.OneOf(
                "self_copy", "credential_access", "persistence", "monitor_tampering", "privilege_change")),
        Of("component", Guardrail, LineType.Label, "gen_ai.guardrail.component.name"),
        Of("target", Guardrail, LineType.OneOf("input", "output"), "gen_ai.guardrail.target.type"),
        Of(
            "verdict",
            Guardrail,
            LineType.OneOf("allow", "warn", "modify", "deny", "escalate"),
            "gen_ai.guardrail.verdict.type"),
        Of("action", Guardrail, LineType.Label, "gen_ai.guardrail.action.type"),
        Of("category", Guardrail, LineType.Label, "gen_ai.guardrail.security.risk.category"),
        Of("score", Guardrail, LineType.Amount, "gen_ai.guardrail.security.risk.score"),
    ];

    private static LineField[] Scores() =>
    [
        new("of", Score, LineRole.Target, LineType.Label, "gen_ai.response.id")
        {
            Says = "the span, response or line id of what is judged",
        },
        Of("name", Score, LineType.Label, "gen_ai.evaluation.name"),
        Of("score", Score, LineType.Number, "gen_ai.evaluation.score.value"),
        Of("label", Score, LineType.Label, "gen_ai.evaluation.score.label"),
        Of("evaluator.id", Score | SelfCritique | OversightVerdict, LineType.Label),
        Of("evaluator.version", Score | SelfCritique | OversightVerdict, LineType.Label),
        Of("evaluator.family", Score | SelfCritique | OversightVerdict, LineType.Label),
        Of("evaluator.kind", Score | SelfCritique | OversightVerdict, LineType.OneOf("LLM", "CODE", "HUMAN")),
    ];

    private static LineField[] Declared() =>
    [
        Of("probe.pair.id", ProbeResult, LineType.Label),
        Of("probe.kind", ProbeResult, LineType.Label),
        Of("probe.variant", ProbeResult, LineType.Label),
        Of(
            "probe.outcome",
            ProbeResult,
            LineType.OneOf("correct", "incorrect", "agrees_with_claim", "refused", "unscored")),
        Of("probe.claim.correct", ProbeResult, LineType.Flag),
        Of("probe.set.version", ProbeResult, LineType.Label),
        Of("principle.id", SelfCritique, LineType.Label),
        Of("critique.verdict", SelfCritique, LineType.OneOf("complies", "violates", "unclear")),
        Of("critique.revised", SelfCritique, LineType.Flag),
        Of("oversight.link", OversightVerdict, LineType.Label),
        Of("oversight.verdict", OversightVerdict, LineType.OneOf("agrees", "disagrees", "unclear")),
        Of("oversight.human_checked", OversightVerdict, LineType.Flag),
        Of("feature.id", FeatureActivation, LineType.Label),
        Of("feature.label", FeatureActivation, LineType.Label),
        Of("feature.activation", FeatureActivation, LineType.Number),
        Of("feature.quantile", FeatureActivation, LineType.Share),
        Of("feature.layer", FeatureActivation, LineType.Label),
        Of("rate_limit.name", RateLimitHit, LineType.Label),
        Of("rate_limit.limit", RateLimitHit, LineType.Count),
        Of("rate_limit.window", RateLimitHit, LineType.Amount),
        Of("rate_limit.action", RateLimitHit, LineType.OneOf("throttle", "reject")),
        Of("report.id", UserReport, LineType.Label),
        Of("report.category", UserReport, LineType.Label),
        Of("report.anonymous", UserReport, LineType.Flag),
        Of("report.cluster", UserReport, LineType.Label),
        Of("deferral.id", DeferralRequested | HumanDecision, LineType.Label),
        Of(
            "deferral.reason",
            DeferralRequested,
            LineType.OneOf("uncertain", "high_risk", "value_conflict", "unclear_instruction")),
        Of("deferral.options", DeferralRequested, LineType.Count),
        Of("human.id", HumanDecision, LineType.Text),
        Of("human.decision", HumanDecision, LineType.OneOf("approve", "override", "defer", "reject")),
        Of("human.duration", HumanDecision, LineType.Amount),
        Of("human.agreed", HumanDecision, LineType.Flag),
        Of("message.id", AgentMessage, LineType.Label),
        Of("message.parent.id", AgentMessage, LineType.Label),
        Of("message.from", AgentMessage | AgentCommitment, LineType.Label),
        Of("message.to", AgentMessage | AgentCommitment, LineType.Label),
        Of("message.kind", AgentMessage, LineType.OneOf("request", "reply", "offer", "refusal", "broadcast")),
        Of("commitment.id", AgentCommitment, LineType.Label),
        Of("commitment.state", AgentCommitment, LineType.OneOf("declared", "kept", "broken", "expired")),
        Of("commitment.due", AgentCommitment, LineType.Label),
    ];

    private static LineField[] Serving() =>
    [
        Of(
            "serving.state",
            ServingState,
            LineType.OneOf("starting", "serving", "idle", "draining", "halted", "stopped")),
        Of("serving.traffic.share", ServingState, LineType.Share),
        Of("halt.id", HaltAcknowledged, LineType.Label),
        Of("halt.in_flight", HaltAcknowledged, LineType.Count),
        Of("model.digest.previous", ModelChanged, LineType.Digest),
        Of("change.origin", ModelChanged, LineType.OneOf("human", "model", "supplier")),
        Of("change.proposal.id", ModelChanged, LineType.Label),
        new("count", Counts, LineRole.NamedAttribute, LineType.Count, "governance.count."),
    ];

    private static LineField Of(string name, LineKinds kinds, LineType type, params string[] attributes) =>
        new(name, kinds, LineRole.Attribute, type, attributes is [] ? [Governance + name] : attributes)
        {
            IsOfResource = name is "deployment" or "environment" or "instance" or "vocabulary" or "sample.rate"
                or "model.version" or "model.digest" or "model.family" or "user" or "context" or "task.class",
        };
}
