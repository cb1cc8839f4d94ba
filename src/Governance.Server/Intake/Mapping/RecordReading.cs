using System.Buffers;
using System.Globalization;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>What an observation says beside its fields.</summary>
internal readonly record struct Besides(
    string? EvaluationName,
    double? Score,
    IReadOnlyDictionary<string, string>? Segments = null,
    IReadOnlyDictionary<string, long>? Counts = null,
    string? Declares = null,
    IReadOnlyDictionary<string, string>? Details = null);

/// <summary>Reads an observation off the slots: the record's own word first, then the resource's.</summary>
internal readonly struct RecordReading(
    FieldSlots record, FieldSlots resource, FieldSlots exception, Pseudonyms pseudonyms)
{
    /// <summary>Nobody keeps less than one record in a billion; it would weigh more than all others.</summary>
    private const double SmallestShare = 1e-9;

    private static readonly SearchValues<char> s_ofTypeNames = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+`-");

    public Observation Observe(
        ObservationKind kind, RecordHead head, DateTimeOffset receivedAt, in Besides besides)
    {
        var isCall = kind is ObservationKind.Inference or ObservationKind.Embedding;
        var isVerdict = kind is ObservationKind.Evaluation or ObservationKind.Feedback;
        var (finish, error) = (
            record.Text(Field.Finish), record.Text(Field.ErrorType) ?? exception.Text(Field.ExceptionType));
        bool? failed = head.IsSpan ? head.StatusIsError || error is not null : null;
        var (finished, provider) = (Words.FinishOf(finish), record.Text(Field.Provider));
        var responseId = record.Text(Field.ResponseId);
        var time = StatedTime.OfNanos(head.StartNanos, receivedAt);
        var observation = new Observation
        {
            Kind = kind,
            StartedAt = time.At,
            Clock = time.Mark,
            StatedAt = time.Stated,
            TraceId = head.TraceIdState is IdState.Good ? Hexadecimal.Of(head.TraceId) : null,
            SpanId = head.SpanIdState is IdState.Good ? Hexadecimal.Of(head.SpanId) : null,
            ParentSpanId = head.ParentSpanIdState is IdState.Good ? Hexadecimal.Of(head.ParentSpanId) : null,
            LatencyMs = LatencyOf(head),
            FirstChunkMs = record.Number(Field.FirstChunk),
            ModelVersion = VersionOf(isCall),
            ModelAsked = isCall ? record.Text(Field.AskedModel) : null,
            ModelDigest = Text(Field.ModelDigest),
            ModelFamily = isCall ? Text(Field.ModelFamily) : null,
            Provider = isCall ? Words.ProviderOf(provider) : null,
            ProviderRaw = isCall && Words.ProviderOf(provider) != provider ? provider : null,
            Instance = pseudonyms.OfInstance(resource.Text(Field.Instance)),
            ConversationId = pseudonyms.OfConversation(record.Text(Field.Conversation)),
            User = pseudonyms.OfUser(Text(Field.User)),
            Agent = record.Text(Field.Agent)
                ?? (kind is ObservationKind.AgentStep ? record.Text(Field.Entity) : null),
            AgentVersion = record.Text(Field.AgentVersion),
            Context = Text(Field.Context),
            TaskClass = Text(Field.TaskClass),
            InputTokens = isCall ? record.Integer(Field.InputTokens) : null,
            OutputTokens = isCall ? record.Integer(Field.OutputTokens) : null,
            CacheReadTokens = isCall ? record.Integer(Field.CacheReadTokens) : null,
            ReasoningTokens = isCall ? record.Integer(Field.ReasoningTokens) : null,
            CostMicros = isCall ? record.Integer(Field.Cost) : null,
            Finish = finished,
            FinishRaw = finished != finish ? finish : null,
            Refusal = record.Flag(Field.Refusal) ?? (finished is "refusal" ? true : null),
            Failed = failed,
            ErrorClass = failed is true ? Words.ErrorClassOf(error ?? "") : null,
            ErrorType = failed is true && IsTypeName(error) ? error : null,
            Tool = kind is ObservationKind.ToolCall ? record.Text(Field.Tool) ?? record.Text(Field.Entity) : null,
            ToolCallId = kind is ObservationKind.ToolCall ? record.Text(Field.ToolCallId) : null,
            ToolType = kind is ObservationKind.ToolCall ? record.Text(Field.ToolType) : null,
            InputVerdict = record.Text(Field.InputVerdict),
            OutputVerdict = record.Text(Field.OutputVerdict),
            EvaluationName = besides.EvaluationName,
            Score = besides.Score,
            StatedConfidence = record.Number(Field.Confidence),
            ResponseId = isVerdict ? null : responseId,
            TargetResponseId = isVerdict ? responseId : null,
            Segments = besides.Segments,
            Counts = besides.Counts,
            Declares = besides.Declares,
            Details = besides.Details,
            Weight = WeightOf(head),
            Vocabulary = record.Text(Field.Vocabulary) ?? (IsOurs(kind) ? Vocabularies.Governance : null),
        };
        if (SaysVerdict())
            observation = WithVerdict(observation);
        return SaysServing() ? WithServing(observation) : observation;
    }

    /// <summary>What the observation has of its resource, because the record does not say it.</summary>
    public Lent Lent =>
        Resources(Field.User, Lent.User) | Resources(Field.Context, Lent.Context)
        | Resources(Field.TaskClass, Lent.TaskClass) | Resources(Field.ModelDigest, Lent.Digest)
        | Resources(Field.ModelFamily, Lent.Family);

    private Lent Resources(Field field, Lent lent) =>
        record.Text(field) is null && resource.Text(field) is not null ? lent : Lent.Nothing;

    private bool SaysVerdict() =>
        record.Any(Field.Guardrail, Field.Verdict, Field.FilterAction, Field.Target, Field.Category, Field.Label)
        || record.Any(Field.EvaluatorId, Field.EvaluatorVersion, Field.EvaluatorKind, Field.EvaluatorFamily);

    /// <summary>What a filter or a judge said, and who judged.</summary>
    private Observation WithVerdict(Observation observation) => observation with
    {
        Guardrail = record.Text(Field.Guardrail),
        Verdict = record.Text(Field.Verdict),
        FilterAction = record.Text(Field.FilterAction),
        Target = record.Text(Field.Target),
        Category = record.Text(Field.Category)?.ToLower(CultureInfo.InvariantCulture),
        Label = record.Text(Field.Label),
        EvaluatorId = record.Text(Field.EvaluatorId),
        EvaluatorVersion = record.Text(Field.EvaluatorVersion),
        EvaluatorKind = record.Text(Field.EvaluatorKind),
        EvaluatorFamily = record.Text(Field.EvaluatorFamily),
    };

    private bool SaysServing() =>
        record.Any(Field.FlagKey, Field.DecisionId, Field.DecisionSource, Field.RolloutId, Field.HaltId, Field.Told)
        || record.Any(Field.StopReason, Field.ServingState, Field.BatchSequence, Field.InFlight, Field.TrafficShare);

    /// <summary>What the sender was told and what it says of its own serving.</summary>
    private Observation WithServing(Observation observation) => observation with
    {
        FlagKey = record.Text(Field.FlagKey),
        Told = record.Text(Field.Told),
        DecisionId = record.Text(Field.DecisionId),
        RolloutId = record.Text(Field.RolloutId),
        RolloutWeight = record.Number(Field.RolloutWeight),
        DecisionSource = record.Text(Field.DecisionSource),
        DecisionError = record.Text(Field.DecisionError),
        HaltId = record.Text(Field.HaltId),
        InFlight = record.Integer(Field.InFlight),
        StopReason = record.Text(Field.StopReason),
        ServingState = record.Text(Field.ServingState),
        TrafficShare = record.Number(Field.TrafficShare),
        BatchSequence = record.Integer(Field.BatchSequence),
    };

    /// <summary>Kinds that only the governance vocabulary has words for.</summary>
    private static bool IsOurs(ObservationKind kind) => kind is ObservationKind.ServingState
        or ObservationKind.HaltAcknowledged or ObservationKind.SenderCounts or ObservationKind.Declaration;

    private string? Text(Field field) => record.Text(field) ?? resource.Text(field);

    /// <summary>
    /// What the sender calls the version, else the model that answered, else the service's own version.
    /// </summary>
    private string? VersionOf(bool isCall) =>
        Text(Field.ModelVersion)
        ?? (isCall ? record.Text(Field.ServedModel) ?? resource.Text(Field.ServiceVersion) : null);

    private double? WeightOf(RecordHead head) =>
        (record.Number(Field.SampleRate) ?? resource.Number(Field.SampleRate) ?? head.KeptShare)
            is >= SmallestShare and <= 1 and { } kept
                ? 1 / kept
                : null;

    private static double? LatencyOf(RecordHead head) =>
        head.StartNanos > 0 && head.EndNanos >= head.StartNanos
            ? (head.EndNanos - head.StartNanos) / 1000 / 1000.0
            : null;

    /// <summary>A type's name or a status code has no blanks in it; a message has, and is not kept.</summary>
    private static bool IsTypeName(string? error) =>
        error is not null && !error.AsSpan().ContainsAnyExcept(s_ofTypeNames);
}
