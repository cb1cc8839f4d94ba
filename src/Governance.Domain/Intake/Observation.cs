namespace Governance.Domain.Intake;

/// <summary>
/// One thing that a deployed model did, as its sender told it. What the sender did not tell is null, never zero. It
/// carries no text of any conversation; people, instances and conversations appear only as pseudonyms.
/// </summary>
public sealed record Observation
{
    /// <summary>What it tells of.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>Start of the span, or time of the log record; UTC, whole microseconds.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>32 hex digits; null for a log record outside any trace.</summary>
    public string? TraceId { get; init; }

    /// <summary>16 hex digits: the span itself, or the span that a log record speaks of.</summary>
    public string? SpanId { get; init; }

    /// <summary>16 hex digits; null for a root and for log records.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>Milliseconds from start to end; null where the span has no usable end.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Milliseconds to the first chunk of a streamed answer.</summary>
    public double? FirstChunkMs { get; init; }

    /// <summary>The version that served, in the sender's words; null when unknown.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>True when <see cref="ModelVersion"/> is that of the nearest inference of the trace.</summary>
    public bool? VersionFromTrace { get; init; }

    /// <summary>The model that was asked for.</summary>
    public string? ModelAsked { get; init; }

    /// <summary>Digest of the served weights and configuration, <c>sha256:</c> and 64 hex digits.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>Lineage family of the model, as declared.</summary>
    public string? ModelFamily { get; init; }

    /// <summary>Who serves the model, e.g. <c>openai</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider as sent, where that differs from <see cref="Provider"/>.</summary>
    public string? ProviderRaw { get; init; }

    /// <summary>Pseudonym of the sending process.</summary>
    public string? Instance { get; init; }

    /// <summary>Pseudonym of the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Pseudonym of the principal.</summary>
    public string? User { get; init; }

    /// <summary>The agent's id or name.</summary>
    public string? Agent { get; init; }

    /// <summary>The agent's version, as its sender names it.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>production, evaluation, canary_evaluation or shadow; null: not stated, taken as production.</summary>
    public string? Context { get; init; }

    /// <summary>The declared class of task.</summary>
    public string? TaskClass { get; init; }

    /// <summary>Declared segments of the audience by dimension, e.g. <c>locale</c>; at most eight.</summary>
    public IReadOnlyDictionary<string, string>? Segments { get; init; }

    /// <summary>Tokens read, the cached ones among them.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written, the reasoning ones among them.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that came from a cache.</summary>
    public long? CacheReadTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was reasoning.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Cost in millionths of a US dollar, as the sender reckons it.</summary>
    public long? CostMicros { get; init; }

    /// <summary>True when <see cref="CostMicros"/> is tokens by the operator's price table.</summary>
    public bool? CostIsEstimated { get; init; }

    /// <summary>stop, length, tool_call, content_filter, refusal, error or other.</summary>
    public string? Finish { get; init; }

    /// <summary>The finish reason as sent, where it differs from <see cref="Finish"/>.</summary>
    public string? FinishRaw { get; init; }

    /// <summary>Did the model refuse? Null where nothing signals it: a refusal is invisible by default.</summary>
    public bool? Refusal { get; init; }

    /// <summary>True where an error was signalled, false for a span that ended without; null on log records.</summary>
    public bool? Failed { get; init; }

    /// <summary>timeout, rate_limit, auth, server, client, cancelled or other; null without an error.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>The error's type as sent: a class, a code; null where it is neither, but a message.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The tool's name, on tool calls.</summary>
    public string? Tool { get; init; }

    /// <summary>The call's id, as the model gave it when it asked for the tool.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>function, extension, datastore …: what sort of tool.</summary>
    public string? ToolType { get; init; }

    /// <summary>The filter's name, on guardrails.</summary>
    public string? Guardrail { get; init; }

    /// <summary>allow, warn, modify, deny or escalate: a guardrail's verdict.</summary>
    public string? Verdict { get; init; }

    /// <summary>What was done upon a guardrail's verdict, in the sender's word, e.g. blocked.</summary>
    public string? FilterAction { get; init; }

    /// <summary>input or output: what a guardrail looked at.</summary>
    public string? Target { get; init; }

    /// <summary>Category of risk that a guardrail saw, lower case.</summary>
    public string? Category { get; init; }

    /// <summary>Verdict of a filter in front of the model, on inferences.</summary>
    public string? InputVerdict { get; init; }

    /// <summary>Verdict of a filter behind the model, on inferences.</summary>
    public string? OutputVerdict { get; init; }

    /// <summary>What was judged: relevance, toxicity, user_feedback …</summary>
    public string? EvaluationName { get; init; }

    /// <summary>The score of an evaluation, feedback or guardrail.</summary>
    public double? Score { get; init; }

    /// <summary>The label given with the score.</summary>
    public string? Label { get; init; }

    /// <summary>Who judged.</summary>
    public string? EvaluatorId { get; init; }

    /// <summary>Version of who judged; a new one starts a new baseline.</summary>
    public string? EvaluatorVersion { get; init; }

    /// <summary>LLM, CODE or HUMAN.</summary>
    public string? EvaluatorKind { get; init; }

    /// <summary>Lineage family of the judge; equal to the model's own it is self-judged.</summary>
    public string? EvaluatorFamily { get; init; }

    /// <summary>Confidence that the model stated about this answer, 0 to 1.</summary>
    public double? StatedConfidence { get; init; }

    /// <summary>The provider's id of this answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The answer that an evaluation or feedback speaks of, where it names one.</summary>
    public string? TargetResponseId { get; init; }

    /// <summary>
    /// True when the answer or span that an evaluation or feedback speaks of had been seen by the time it was stored.
    /// </summary>
    public bool? TargetFound { get; init; }

    /// <summary>The decision point that was asked, <c>feature_flag.key</c>.</summary>
    public string? FlagKey { get; init; }

    /// <summary>What the sender was told to serve: a version, or <c>halted</c>.</summary>
    public string? Told { get; init; }

    /// <summary>The decision that told it.</summary>
    public string? DecisionId { get; init; }

    /// <summary>The rollout under which it was told.</summary>
    public string? RolloutId { get; init; }

    /// <summary>decided, stale, fallback or disobeyed.</summary>
    public string? DecisionSource { get; init; }

    /// <summary>Why there was no decision: timeout, unreachable, no_value or an OFREP code.</summary>
    public string? DecisionError { get; init; }

    /// <summary>The candidate's weight that was told, percent.</summary>
    public double? RolloutWeight { get; init; }

    /// <summary>The halt that is acknowledged.</summary>
    public string? HaltId { get; init; }

    /// <summary>Agents still running when a halt was acknowledged.</summary>
    public long? InFlight { get; init; }

    /// <summary>halt, rollback or breaker: this agent was ended by an order.</summary>
    public string? StopReason { get; init; }

    /// <summary>starting, serving, idle, draining, halted or stopped.</summary>
    public string? ServingState { get; init; }

    /// <summary>Share of the sender's traffic since its last report, 0 to 1.</summary>
    public double? TrafficShare { get; init; }

    /// <summary>Number of this statement of totals; a gap is a lost statement.</summary>
    public long? BatchSequence { get; init; }

    /// <summary>The sender's running totals by kind of record, since its instance started.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; init; }

    /// <summary>
    /// Which event of the governance vocabulary it is, without <c>governance.</c>, e.g. <c>probe.result</c>.
    /// </summary>
    public string? Declares { get; init; }

    /// <summary>Allow-listed attributes of the governance vocabulary, without <c>governance.</c>; at most 32.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>
    /// ahead: its sender's clock said <see cref="StatedAt"/>, which was still to come, and the time of receipt counts;
    /// absent: its sender named no time, and the time of receipt counts; late: it came more than ten minutes after it
    /// happened, perhaps after what was concluded of that time. Null: in time.
    /// </summary>
    public string? Clock { get; init; }

    /// <summary>What its sender's clock said, where that is not believed.</summary>
    public DateTimeOffset? StatedAt { get; init; }

    /// <summary>
    /// True when it is older than everything by which a repetition is recognised: it may have been stored before.
    /// </summary>
    public bool? MayRepeat { get; init; }

    /// <summary>How many like it this one stands for, 1/sampling rate; null: sampling unknown, counts once.</summary>
    public double? Weight { get; init; }

    /// <summary>In which vocabulary it was told, e.g. <c>otel</c>, <c>openinference</c>.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Bytes of what the model, tool or search was given, where the sender sends it; it is not kept.</summary>
    public long? InputBytes { get; init; }

    /// <summary>Kinds of its parts, e.g. <c>text,tool_result</c>.</summary>
    public string? InputParts { get; init; }

    /// <summary>
    /// Keyed hash of it, <c>{generation}-{22 base64url}</c>: the same text has the same one while that key is in use.
    /// </summary>
    public string? InputHash { get; init; }

    /// <summary>Bytes of what it gave; not kept either.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>Kinds of its parts, e.g. <c>text,tool_call</c>.</summary>
    public string? OutputParts { get; init; }

    /// <summary>Keyed hash of it, like <see cref="InputHash"/>.</summary>
    public string? OutputHash { get; init; }

    /// <summary>True where its content is kept, sealed and apart; null where it is not, which is the default.</summary>
    public bool? ContentKept { get; init; }

    /// <summary>True while it counts as served to users: neither an evaluation nor a shadow.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsServed => Context is not ("evaluation" or "shadow");
}
