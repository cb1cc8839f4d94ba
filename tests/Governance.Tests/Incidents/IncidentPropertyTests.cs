using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class IncidentPropertyTests
{
    private delegate Decision<IncidentEvent> Command(Incident incident, DateTimeOffset now);

    [Fact]
    public void Deciding_twice_writes_nothing_on_any_history() => Check(history =>
    {
        var incident = Incident.Initial;
        foreach (var command in history)
        {
            incident = command(incident, Now).Events.Aggregate(incident, Incident.Evolve);
            command(incident, Now).Events.ShouldBeEmpty();
        }
    });

    [Fact]
    public void Severity_never_falls_and_resolved_stays_resolved() => Check(history =>
    {
        var before = Incident.Initial;
        foreach (var command in history)
        {
            var after = command(before, Now).Events.Aggregate(before, Incident.Evolve);
            if (before.Status is not IncidentStatus.Undeclared)
            {
                after.Severity.IsWorseThan(before.Severity).ShouldBe(after.Severity != before.Severity);
            }

            if (before.Status is IncidentStatus.Resolved)
            {
                (after.Status, after.SignalCount).ShouldBe((IncidentStatus.Resolved, before.SignalCount));
            }

            before = after;
        }
    });

    private static void Check(Action<Command[]> property)
    {
        var command = Gen.OneOf(
            Gen.Constant<Command>(new DeclareIncident(Declaration).Decide),
            from position in Gen.Choose(1, 40)
            from severity in AnySeverity
            select new Command(new JoinSignal(UnseenTool, position, severity, Correlation).Decide),
            from severity in AnySeverity
            select new Command(new RaiseSeverity(severity, Officer, "Spreads.").Decide),
            Gen.Elements(Officer, OtherOfficer).Select(who => new Command(new AcknowledgeIncident(who).Decide)),
            from who in Gen.Elements(Officer, OtherOfficer)
            from text in Gen.Elements("one", "two", "")
            select new Command(new AddNote(who, text).Decide),
            Orders.Select(order => new Command(
                new RecordContainmentRequest(ContainmentAction.Halt, order, "x", Officer).Decide)),
            Orders.Select(order => new Command(
                new RecordContainmentEffect(ContainmentAction.Halt, order, 5).Decide)),
            Orders.Select(order => new Command(
                new RecordContainmentFailure(ContainmentAction.Halt, order, "x").Decide)),
            Gen.Elements("one", "two").Select(text => new Command(new ResolveIncident(Officer, text).Decide)));
        Prop.ForAll(command.ArrayOf().ToArbitrary(), property).QuickCheckThrowOnFailure();
    }

    private static Gen<Severity> AnySeverity => Gen.Elements(Enum.GetValues<Severity>());

    private static Gen<string> Orders => Gen.Elements("h1", "h2");
}
