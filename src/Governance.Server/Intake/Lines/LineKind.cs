using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Lines;

/// <summary>One word that a line's <c>kind</c> may be, and what such a line stands for.</summary>
internal sealed class LineKind
{
    private readonly byte[] _word;
    private readonly LineNames _names;

    private LineKind(LineKinds flag, string word, ObservationKind observed)
    {
        (Flag, Word, Observed) = (flag, word, observed);
        _word = Encoding.UTF8.GetBytes(word);
        _names = new LineNames(LineFields.All.Where(field => field.Kinds.HasFlag(flag)));
    }

    /// <summary>Every kind; the batch is the first.</summary>
    public static IReadOnlyList<LineKind> All { get; } =
    [
        new(LineKinds.Batch, "batch", default),
        new(LineKinds.Inference, "inference", ObservationKind.Inference),
        new(LineKinds.Embedding, "embedding", ObservationKind.Embedding),
        new(LineKinds.Retrieval, "retrieval", ObservationKind.Retrieval),
        new(LineKinds.Workflow, "workflow", ObservationKind.Workflow),
        new(LineKinds.AgentStep, "agent_step", ObservationKind.AgentStep),
        new(LineKinds.ToolCall, "tool_call", ObservationKind.ToolCall),
        new(LineKinds.Guardrail, "guardrail", ObservationKind.Guardrail),
        new(LineKinds.Evaluation, "evaluation", ObservationKind.Evaluation),
        new(LineKinds.Feedback, "feedback", ObservationKind.Feedback),
        new(LineKinds.ProbeResult, "probe.result", ObservationKind.Declaration),
        new(LineKinds.SelfCritique, "self_critique", ObservationKind.Declaration),
        new(LineKinds.OversightVerdict, "oversight.verdict", ObservationKind.Declaration),
        new(LineKinds.FeatureActivation, "feature.activation", ObservationKind.Declaration),
        new(LineKinds.RateLimitHit, "rate_limit.hit", ObservationKind.Declaration),
        new(LineKinds.UserReport, "user.report", ObservationKind.Declaration),
        new(LineKinds.DeferralRequested, "deferral.requested", ObservationKind.Declaration),
        new(LineKinds.HumanDecision, "human.decision", ObservationKind.Declaration),
        new(LineKinds.ServingState, "serving.state", ObservationKind.ServingState),
        new(LineKinds.HaltAcknowledged, "halt.acknowledged", ObservationKind.HaltAcknowledged),
        new(LineKinds.ModelChanged, "model.changed", ObservationKind.Declaration),
        new(LineKinds.AgentMessage, "agent.message", ObservationKind.Declaration),
        new(LineKinds.AgentCommitment, "agent.commitment", ObservationKind.Declaration),
        new(LineKinds.Counts, "counts", ObservationKind.SenderCounts),
    ];

    /// <summary>The kind whose fields hold for the lines after it.</summary>
    public static LineKind Batch => All[0];

    public LineKinds Flag { get; }

    /// <summary>As it stands in the line.</summary>
    public string Word { get; }

    /// <summary>What the line is stored as; of no meaning for the batch.</summary>
    public ObservationKind Observed { get; }

    /// <summary>True for what lasts a while: it has a latency and may fail.</summary>
    public bool IsSpan => (Flag & LineKinds.Span) != 0;

    /// <summary>The name under which a log record would say the same.</summary>
    public string EventName => Declarations.Prefix + Word;

    /// <summary>Null for a word that is no kind.</summary>
    public static LineKind? Of(ReadOnlySpan<byte> word)
    {
        foreach (var kind in All)
        {
            if (word.SequenceEqual(kind._word))
                return kind;
        }
        return null;
    }

    /// <summary>The field of this path, its parts joined by dots; null for one that these lines do not know.</summary>
    public LineField? Field(ReadOnlySpan<byte> path) => _names.Find(path);
}
