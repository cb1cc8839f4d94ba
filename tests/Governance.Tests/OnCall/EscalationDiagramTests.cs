using System.Text.RegularExpressions;
using Governance.Domain.OnCall;
using Governance.Tests.House;
using static Governance.Tests.OnCall.EscalationFixtures;

namespace Governance.Tests.OnCall;

/// <summary>The picture in docs/state-machines.md is the code's transition table, no more and no less.</summary>
public sealed partial class EscalationDiagramTests
{
    private static readonly Ladder s_other = TwoSteps with { Digest = "sha256:other" };

    [Fact]
    public void The_diagram_is_what_the_commands_do()
    {
        (string Name, Func<Escalation, Domain.Decision<EscalationEvent>> Decide)[] commands =
        [
            (nameof(StartEscalation), Start.Decide),
            (nameof(ClimbLadder), escalation => Climb(escalation.Step, escalation.Round).Decide(escalation)),
            (nameof(PauseEscalation), new PauseEscalation(Officer).Decide),
            (nameof(ResumeEscalation), new ResumeEscalation("severity raised", Everybody).Decide),
            (nameof(ContinueEscalation), new ContinueEscalation("acknowledgement expired", Everybody).Decide),
            (nameof(MoveToLadder), new MoveToLadder(s_other, Officer, Everybody).Decide),
            (nameof(StopEscalation), new StopEscalation("incident resolved").Decide),
        ];
        var taken = from before in new[] { Untouched, AtFirstStep, AtLastStep, Paused, Exhausted, Stopped }
                    from command in commands
                    let after = After(before, command.Decide)
                    where !ReferenceEquals(after, before)
                    select $"{before.Status} --> {after.Status}: {command.Name}";

        Drawn().ShouldBe(taken.Distinct(), ignoreOrder: true);
    }

    private static IEnumerable<string> Drawn()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "state-machines.md"));
        var section = page[page.IndexOf("## Escalation", StringComparison.Ordinal)..];
        var diagram = section[..section.IndexOf("```\n", StringComparison.Ordinal)];
        return Arrow().Matches(diagram).Select(match => match.Value.Trim());
    }

    [GeneratedRegex(@"^ +(\S+ --> \w+: \w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
