using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Traces;

/// <summary>The decision under which a span served: one thing, handed down as a whole.</summary>
internal sealed record HandedDecision(
    string? FlagKey,
    string? Told,
    string? DecisionId,
    string? RolloutId,
    double? RolloutWeight,
    string? Source,
    string? Error)
{
    /// <summary>Null for a span that says nothing of one.</summary>
    public static HandedDecision? Of(Observation one) =>
        one.FlagKey is null && one.DecisionId is null && one.RolloutId is null && one.Told is null
            && one.DecisionSource is null
            ? null
            : new HandedDecision(
                one.FlagKey,
                one.Told,
                one.DecisionId,
                one.RolloutId,
                one.RolloutWeight,
                one.DecisionSource,
                one.DecisionError);
}

/// <summary>What is true of a span and of everything below it that does not say otherwise.</summary>
/// <param name="Version">The version that it declares, in <c>governance.model.version</c>.</param>
/// <param name="Digest">Of the model.</param>
/// <param name="Family">Of the model.</param>
/// <param name="Conversation">Pseudonym.</param>
/// <param name="User">Pseudonym.</param>
/// <param name="Agent">Id or name.</param>
/// <param name="Context">production, evaluation …</param>
/// <param name="TaskClass">Declared class of task.</param>
/// <param name="Segments">All declared segments; they are handed down together.</param>
/// <param name="Decision">The decision that it served under.</param>
internal sealed record Handed(
    string? Version,
    string? Digest,
    string? Family,
    string? Conversation,
    string? User,
    string? Agent,
    string? Context,
    string? TaskClass,
    IReadOnlyDictionary<string, string>? Segments,
    HandedDecision? Decision)
{
    private static readonly Handed s_nothing = new(null, null, null, null, null, null, null, null, null, null);

    /// <summary>
    /// What an observation says itself, not what its resource lent it; null when it says nothing of this.
    /// </summary>
    public static Handed? Of(Received received)
    {
        var (one, lent) = (received.Observation, received.Lent);
        var said = new Handed(
            received.DeclaresVersion ? one.ModelVersion : null,
            lent.HasFlag(Lent.Digest) ? null : one.ModelDigest,
            lent.HasFlag(Lent.Family) ? null : one.ModelFamily,
            one.ConversationId,
            lent.HasFlag(Lent.User) ? null : one.User,
            one.Agent,
            lent.HasFlag(Lent.Context) ? null : one.Context,
            lent.HasFlag(Lent.TaskClass) ? null : one.TaskClass,
            one.Segments,
            HandedDecision.Of(one));
        return said == s_nothing ? null : said;
    }

    /// <summary>This, and where it says nothing what is further up.</summary>
    public Handed Over(Handed above) => new(
        Version ?? above.Version,
        Digest ?? above.Digest,
        Family ?? above.Family,
        Conversation ?? above.Conversation,
        User ?? above.User,
        Agent ?? above.Agent,
        Context ?? above.Context,
        TaskClass ?? above.TaskClass,
        Segments ?? above.Segments,
        Decision ?? above.Decision);

    /// <summary>The observation with all that it does not say itself.</summary>
    public Received To(Received received)
    {
        var (one, lent) = (received.Observation, received.Lent);
        if (!Adds(received))
            return received;
        var decision = HandedDecision.Of(one) is null ? Decision : null;
        var version = received.DeclaresVersion ? null : Version;
        var heir = one with
        {
            ModelVersion = version ?? one.ModelVersion,
            ModelDigest = Nearest(one.ModelDigest, Digest, lent.HasFlag(Lent.Digest)),
            ModelFamily = one.Kind is ObservationKind.Inference or ObservationKind.Embedding
                ? Nearest(one.ModelFamily, Family, lent.HasFlag(Lent.Family))
                : one.ModelFamily,
            ConversationId = one.ConversationId ?? Conversation,
            User = Nearest(one.User, User, lent.HasFlag(Lent.User)),
            Agent = one.Agent ?? (one.Kind is ObservationKind.AgentStep ? null : Agent),
            Context = Nearest(one.Context, Context, lent.HasFlag(Lent.Context)),
            TaskClass = Nearest(one.TaskClass, TaskClass, lent.HasFlag(Lent.TaskClass)),
            Segments = one.Segments ?? Segments,
        };
        if (decision is not null)
        {
            heir = heir with
            {
                FlagKey = decision.FlagKey,
                Told = decision.Told,
                DecisionId = decision.DecisionId,
                RolloutId = decision.RolloutId,
                RolloutWeight = decision.RolloutWeight,
                DecisionSource = decision.Source,
                DecisionError = decision.Error,
            };
        }
        return received with { Observation = heir, LacksVersion = received.LacksVersion && version is null };
    }

    /// <summary>
    /// False where all of this is said already: most spans say all of it themselves, and are not copied.
    /// </summary>
    private bool Adds(Received received)
    {
        var one = received.Observation;
        return received.Lent is not Lent.Nothing
            || (Version is not null && !received.DeclaresVersion)
            || (Digest is not null && one.ModelDigest is null)
            || (Family is not null && one.ModelFamily is null)
            || (Conversation is not null && one.ConversationId is null)
            || (User is not null && one.User is null)
            || (Agent is not null && one.Agent is null)
            || (Context is not null && one.Context is null)
            || (TaskClass is not null && one.TaskClass is null)
            || (Segments is not null && one.Segments is null)
            || (Decision is not null && HandedDecision.Of(one) is null);
    }

    /// <summary>What the resource lent gives way to what the trace says.</summary>
    private static string? Nearest(string? own, string? above, bool isLent) =>
        isLent ? above ?? own : own ?? above;
}
