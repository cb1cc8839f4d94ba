using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>One name under which a field is sent.</summary>
/// <param name="Field">What it says.</param>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">The type it must have; another one is dropped and counted. Integers pass as numbers.</param>
/// <param name="Scale">Factor to our unit: seconds to milliseconds, dollars to millionths.</param>
internal sealed record AttributeName(Field Field, string Name, AttributeType Type, double Scale = 1);

/// <summary>
/// Every attribute that is read, and thereby the allow-list: what is not named here is never kept. Of several names
/// of one field the one listed first wins: OpenTelemetry GenAI from 1.37 on, then 1.36 and before with OpenLLMetry,
/// then OpenInference, then Vercel's <c>ai.*</c> and Langfuse. None of these vocabularies is stable; this table is
/// what changes.
/// </summary>
internal static class AttributeNames
{
    public static IReadOnlyList<AttributeName> All { get; } =
    [
        // Who sends.
        .. Text(Field.Deployment, "governance.deployment.id", "ai.telemetry.metadata.deployment"),
        .. Text(Field.ServiceName, "service.name"),
        .. Text(Field.ServiceNamespace, "service.namespace"),
        .. Text(Field.ServiceVersion, "service.version"),
        .. Text(Field.Instance, "service.instance.id"),
        .. Text(Field.Environment, "deployment.environment.name", "deployment.environment", "langfuse.environment"),
        .. Number(Field.SampleRate, 1, "governance.sample.rate"),

        // What it is.
        .. Text(
            Field.Operation,
            "gen_ai.operation.name",
            "traceloop.span.kind",
            "llm.request.type",
            "openinference.span.kind",
            "ai.operationId",
            "langfuse.observation.type"),
        .. Text(Field.EventName, "event.name"),

        // The model.
        .. Text(Field.ModelVersion, "governance.model.version"),
        .. Text(
            Field.ServedModel,
            "gen_ai.response.model",
            "llm.response.model_name",
            "llm.model_name",
            "ai.response.model"),
        .. Text(Field.AskedModel, "gen_ai.request.model", "llm.request.model_name", "llm.model_name", "ai.model.id"),
        .. Text(Field.ModelDigest, "governance.model.digest"),
        .. Text(Field.ModelFamily, "governance.model.family"),
        .. Text(
            Field.Provider,
            "gen_ai.provider.name",
            "gen_ai.system",
            "llm.provider",
            "llm.system",
            "ai.model.provider"),

        // Around the call.
        .. Text(
            Field.Agent,
            "gen_ai.agent.id",
            "gen_ai.agent.name",
            "agent.name",
            "ai.telemetry.functionId"),
        .. Text(
            Field.Conversation,
            "gen_ai.conversation.id",
            "traceloop.association.properties.session_id",
            "session.id",
            "ai.telemetry.metadata.sessionId",
            "langfuse.session.id"),
        .. Text(
            Field.User,
            "user.id",
            "enduser.id",
            "traceloop.association.properties.user_id",
            "langfuse.user.id"),
        .. Text(Field.Context, "governance.context"),
        .. Text(Field.TaskClass, "governance.task.class"),

        // What it took, and how it ended. Cache and reasoning are parts of the totals.
        .. Number(Field.FirstChunk, 1000, "gen_ai.response.time_to_first_chunk"),
        .. Number(Field.FirstChunk, 1, "ai.response.msToFirstChunk"),
        .. Integer(
            Field.InputTokens,
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.token_count.prompt",
            "ai.usage.inputTokens"),
        .. Integer(
            Field.OutputTokens,
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.token_count.completion",
            "ai.usage.outputTokens"),
        .. Integer(
            Field.CacheReadTokens,
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.cache_read_input_tokens",
            "llm.token_count.prompt_details.cache_read"),
        .. Integer(
            Field.ReasoningTokens,
            "gen_ai.usage.reasoning.output_tokens",
            "llm.token_count.completion_details.reasoning"),
        .. Number(Field.Cost, 1_000_000, "gen_ai.usage.cost", "llm.cost.total"),
        .. Text(
            Field.Finish,
            "gen_ai.response.finish_reasons",
            "gen_ai.response.finish_reason",
            "gen_ai.response.stop_reason",
            "llm.finish_reason",
            "ai.response.finishReason"),
        .. Flag(Field.Refusal, "governance.refusal"),
        .. Text(Field.ErrorType, "error.type"),
        .. Text(Field.ExceptionType, "exception.type"),
        .. Text(Field.Tool, "gen_ai.tool.name", "tool.name", "ai.toolCall.name", "traceloop.entity.name"),
        .. Text(Field.ResponseId, "gen_ai.response.id", "ai.response.id"),

        // Filters. There is no merged convention: these are the names of the open proposal.
        .. Text(Field.Guardrail, "gen_ai.guardrail.component.name", "gen_ai.guardrail.name"),
        .. Text(Field.Target, "gen_ai.guardrail.target.type"),
        .. Text(Field.Verdict, "gen_ai.guardrail.verdict.type", "gen_ai.security.verdict.type"),
        .. Text(
            Field.Category,
            "gen_ai.guardrail.security.risk.category",
            "gen_ai.security.risk.category",
            "gen_ai.guardrail.risk.category"),
        .. Number(
            Field.RiskScore,
            1,
            "gen_ai.guardrail.security.risk.score",
            "gen_ai.security.risk.score",
            "gen_ai.guardrail.risk.score"),
        .. Text(Field.InputVerdict, "governance.filter.input.verdict"),
        .. Text(Field.OutputVerdict, "governance.filter.output.verdict"),

        // Scores.
        .. Text(Field.EvaluationName, "gen_ai.evaluation.name", "evaluation.name", "annotation.name"),
        .. Number(Field.Score, 1, "gen_ai.evaluation.score.value", "evaluation.score", "annotation.score"),
        .. Text(Field.Label, "gen_ai.evaluation.score.label", "evaluation.label", "annotation.label"),
        .. Text(Field.EvaluatorId, "governance.evaluator.id", "gen_ai.evaluation.evaluator.id"),
        .. Text(Field.EvaluatorVersion, "governance.evaluator.version"),
        .. Text(
            Field.EvaluatorKind,
            "governance.evaluator.kind",
            "evaluation.annotator_kind",
            "annotation.annotator_kind"),
        .. Text(Field.EvaluatorFamily, "governance.evaluator.family"),
        .. Number(Field.Confidence, 1, "governance.confidence.stated"),

        // What the sender was told, and what it did.
        .. Text(Field.FlagKey, "feature_flag.key"),
        .. Text(Field.Told, "feature_flag.result.value"),
        .. Text(Field.DecisionId, "governance.decision.id"),
        .. Text(Field.RolloutId, "governance.rollout.id"),
        .. Number(Field.RolloutWeight, 1, "governance.rollout.weight"),
        .. Text(Field.DecisionSource, "governance.decision.source"),
        .. Text(Field.DecisionError, "governance.decision.error"),
        .. Text(Field.HaltId, "governance.halt.id"),
        .. Integer(Field.InFlight, "governance.halt.in_flight"),
        .. Text(Field.StopReason, "governance.stop.reason"),
        .. Text(Field.ServingState, "governance.serving.state"),
        .. Number(Field.TrafficShare, 1, "governance.serving.traffic.share"),
        .. Integer(Field.BatchSequence, "governance.batch.sequence"),
    ];

    /// <summary>Attributes whose last part the sender chooses: <c>governance.segment.locale</c>.</summary>
    public const string SegmentPrefix = "governance.segment.";

    /// <summary>A sender's running total of one kind of record: <c>governance.count.inference</c>.</summary>
    public const string CountPrefix = "governance.count.";

    private static AttributeName[] Text(Field field, params string[] names) =>
        [.. names.Select(name => new AttributeName(field, name, AttributeType.Text))];

    private static AttributeName[] Integer(Field field, params string[] names) =>
        [.. names.Select(name => new AttributeName(field, name, AttributeType.Integer))];

    private static AttributeName[] Flag(Field field, params string[] names) =>
        [.. names.Select(name => new AttributeName(field, name, AttributeType.Flag))];

    private static AttributeName[] Number(Field field, double scale, params string[] names) =>
        [.. names.Select(name => new AttributeName(field, name, AttributeType.Number, scale))];
}
