using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Completeness;

/// <summary>How comparisons with the senders' counts are named and folded.</summary>
public static class CompletenessStreams
{
    /// <summary>Stream <c>completeness-{deployment}</c>.</summary>
    public static StreamOf<Domain.Intake.Completeness, CompletenessEvent> Completeness { get; } =
        new("completeness", Domain.Intake.Completeness.Initial, Domain.Intake.Completeness.Evolve);
}
