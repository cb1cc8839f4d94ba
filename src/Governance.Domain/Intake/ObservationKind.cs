namespace Governance.Domain.Intake;

/// <summary>What one observation tells of. The wire's words for each are in the intake's mapping table.</summary>
public enum ObservationKind
{
    /// <summary>
    /// One call of a model: chat, completion, generation. The only kind, with embeddings, that carries tokens.
    /// </summary>
    Inference,

    /// <summary>One embedding call.</summary>
    Embedding,

    /// <summary>A search in a store of documents.</summary>
    Retrieval,

    /// <summary>A tool run on the model's behalf.</summary>
    ToolCall,

    /// <summary>An agent's run, or one step of it.</summary>
    AgentStep,

    /// <summary>A workflow around agents.</summary>
    Workflow,

    /// <summary>A safety filter's judgement.</summary>
    Guardrail,

    /// <summary>A score given to an answer by a person or a judge.</summary>
    Evaluation,

    /// <summary>A score given by a user.</summary>
    Feedback,

    /// <summary>A sender says what it is serving now.</summary>
    ServingState,

    /// <summary>A sender says that it has understood a halt.</summary>
    HaltAcknowledged,

    /// <summary>A sender's own running totals, against which completeness is judged.</summary>
    SenderCounts,

    /// <summary>Any other event of the governance vocabulary; its name is <see cref="Observation.Declares"/>.</summary>
    Declaration,
}
