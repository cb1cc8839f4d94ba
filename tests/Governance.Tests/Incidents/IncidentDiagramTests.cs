using System.Text.RegularExpressions;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Merging;
using Governance.Domain.Signals;
using Governance.Tests.House;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>The picture in docs/state-machines.md is the code's transition table, no more and no less.</summary>
public sealed partial class IncidentDiagramTests
{
    private static readonly IEnumerable<Func<Incident, DateTimeOffset, Decision<IncidentEvent>>> s_commands =
    [
        new DeclareIncident(Declaration).Decide,
        new ContainIncident(Officer, "The tool is off.").Decide,
        new RecordContainmentEffect(ContainmentAction.Rollback, "r", 900).Decide,
        new RecordContainmentFailure(ContainmentAction.Rollback, "r", "Still served.").Decide,
        new ResolveIncident(OtherOfficer, "Done.") { NoContainment = "It never ran." }.Decide,
        new DismissIncident(Officer, DismissReason.Benign, "Harmless.", Disposition.Expected).Decide,
        new ReopenIncident(Officer, "It goes on.", IsOfficer: true).Decide,
        new MergeIncident(new("a"), new("b"), Open, Officer, "The same.").Decide,
        new UnmergeIncident(new("a"), Open, Officer, "Not the same.").Decide,
        new PublishReview(Officer, "The tool was new.").Decide,
        new CloseIncident(Officer, []).Decide,
    ];

    /// <summary>Every state that somebody can meet; mild ones need no review, reviewed ones can be closed.</summary>
    private static readonly Incident[] s_states =
    [
        Undeclared,
        Open,
        RollingBack,
        Contained,
        After(Declaration with { Severity = Severity.Sev3 }),
        Contained with { Worst = Severity.Sev3 },
        Resolved,
        InReview,
        InReview with { Findings = new(Officer, "The tool was new.") },
        Closed,
        Dismissed,
        After(Declaration, new IncidentEvent.IncidentMerged(new("b"), Officer, "The same.")),
    ];

    [Fact]
    public void The_diagram_is_the_transition_table()
    {
        var taken = Taken().Select(way => way.From is IncidentStatus.Undeclared
            ? $"[*] --> {way.To}: {way.Fact}"
            : $"{way.From} --> {way.To}: {way.Fact}");

        Drawn().ShouldBe(taken.Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void What_a_refusal_offers_is_what_can_be_taken() => IncidentMove.All
        .Select(move => (move.From, move.To))
        .ShouldBe(Taken().Select(way => (way.From, way.To)).Distinct(), ignoreOrder: true);

    private static IEnumerable<(IncidentStatus From, IncidentStatus To, string Fact)> Taken() =>
        from incident in s_states
        from command in s_commands
        let facts = command(incident, Now).Events
        where facts.Count > 0
        let after = facts.Aggregate(incident, Incident.Evolve).Status
        where after != incident.Status
        select (incident.Status, after, string.Join("_and_", facts.Select(fact => fact.GetType().Name)));

    private static IEnumerable<string> Drawn()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "state-machines.md"));
        var section = page[page.IndexOf("## Incident", StringComparison.Ordinal)..];
        var diagram = section[..section.IndexOf("```\n", StringComparison.Ordinal)];
        return Arrow().Matches(diagram).Select(match => match.Value.Trim());
    }

    [GeneratedRegex(@"^ +(\S+ --> \w+: \w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
