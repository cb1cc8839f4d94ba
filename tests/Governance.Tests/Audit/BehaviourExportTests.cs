using Governance.Domain.Audit;

namespace Governance.Tests.Audit;

public sealed class BehaviourExportTests
{
    private static readonly BehaviourExportEvent.Begun s_begun = new("finish:refusal", "csv");
    private static readonly BehaviourExportEvent.Ended s_ended = new(12, "sha256:abc", true, 0);

    [Fact]
    public void A_taking_is_said_once_before_it_begins() => Given()
        .When(new BeginBehaviourExport("finish:refusal", "csv").Decide).Then(s_begun);

    [Fact]
    public void And_once_when_it_has_ended() => Given(s_begun)
        .When(new EndBehaviourExport(12, "sha256:abc", true, 0).Decide).Then(s_ended);

    [Fact]
    public void What_never_began_does_not_end() => Given()
        .When(new EndBehaviourExport(12, "sha256:abc", true, 0).Decide).ThenNothing();

    private static GivenState<BehaviourExport, BehaviourExportEvent> Given(params BehaviourExportEvent[] past) =>
        A.Given<BehaviourExport, BehaviourExportEvent>(
            past.Aggregate(BehaviourExport.Initial, BehaviourExport.Evolve), BehaviourExport.Evolve);
}
