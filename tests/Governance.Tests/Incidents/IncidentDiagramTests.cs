using System.Text.RegularExpressions;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Tests.House;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>The picture in docs/state-machines.md is the code's transition table, no more and no less.</summary>
public sealed partial class IncidentDiagramTests
{
    private static readonly IncidentEvent[] s_everyFact =
    [
        Declaration,
        new IncidentEvent.SignalJoined(UnseenTool, 11),
        new IncidentEvent.SeverityRaised(Severity.Sev2, Severity.Sev1, Officer, "Spreads."),
        new IncidentEvent.IncidentAcknowledged(Officer),
        new IncidentEvent.NoteAdded(Officer, "Looking."),
        RollbackRequested,
        new IncidentEvent.ContainmentEffectObserved(ContainmentAction.Rollback, "r", 900),
        new IncidentEvent.ContainmentEffectNotObserved(ContainmentAction.Rollback, "r", "Still served."),
        new IncidentEvent.IncidentResolved(Officer, "Done."),
    ];

    [Fact]
    public void Every_fact_evolves() => typeof(IncidentEvent).GetNestedTypes()
        .Where(type => type.IsSubclassOf(typeof(IncidentEvent)))
        .ShouldBe(s_everyFact.Select(fact => fact.GetType()), ignoreOrder: true);

    [Fact]
    public void The_diagram_is_the_transition_table()
    {
        var taken = from incident in new[] { Open, Contained, Resolved }
                    from fact in s_everyFact
                    where fact is not IncidentEvent.IncidentDeclared
                    let after = Incident.Evolve(incident, fact).Status
                    where after != incident.Status
                    select $"{incident.Status} --> {after}: {fact.GetType().Name}";
        var first = Incident.Evolve(Undeclared, Declaration).Status;

        Drawn().ShouldBe([$"[*] --> {first}: {nameof(IncidentEvent.IncidentDeclared)}", .. taken], ignoreOrder: true);
    }

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
