using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Responders;
using Governance.Domain.Incidents.Severities;
using Governance.Domain.Signals;
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
    public void Only_named_ways_are_taken_and_what_is_closed_takes_no_signal() => Check(history =>
    {
        var before = Incident.Initial;
        foreach (var command in history)
        {
            var after = command(before, Now).Events.Aggregate(before, Incident.Evolve);
            var facts = command(before, Now).Events;
            if (before.Status is not IncidentStatus.Undeclared
                && !facts.OfType<IncidentEvent.SeverityLowered>().Any())
            {
                after.Severity.IsWorseThan(before.Severity).ShouldBe(after.Severity != before.Severity);
                before.Worst.IsWorseThan(after.Worst).ShouldBeFalse();
            }

            if (after.Status != before.Status)
            {
                IncidentMove.Ways(before.Status).ShouldContain(move => move.To == after.Status);
            }

            after.Roles.Count(held => held.Role is IncidentRole.Commander).ShouldBeLessThan(2);
            if (before.Status is IncidentStatus.Closed or IncidentStatus.Dismissed)
            {
                after.SignalCount.ShouldBe(before.SignalCount);
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
            from text in Gen.Elements("one", "two")
            from why in Gen.Elements<string?>("none", null)
            select new Command(new ResolveIncident(Officer, text)
            {
                NoContainment = why,
                ReopenWindow = TimeSpan.FromMinutes(1),
            }.Decide),
            Endings,
            Responding);
        Prop.ForAll(command.ArrayOf().ToArbitrary(), property).QuickCheckThrowOnFailure();
    }

    private static Gen<Command> Endings => Gen.Elements<Command>(
        new LowerSeverity(Severity.Sev4, Officer, "Milder.").Decide,
        new AssessSeverity(new(Impact.Limited, Exposure.Many), SeverityMatrix.Shipped, Officer).Decide,
        new AssessSeverity(new(null, Exposure.One), SeverityMatrix.Shipped, OtherOfficer).Decide,
        new ContainIncident(Officer, "Off.").Decide,
        new DismissIncident(Officer, DismissReason.Benign, "Harmless.", Disposition.Expected).Decide,
        new PublishReview(Officer, "Learned.").Decide,
        new WaiveCloseItem(CloseItem.Review, Officer, "Small.").Decide,
        new WaiveCloseItem(CloseItem.Review, OtherOfficer, "Small.").Decide,
        new CloseIncident(Officer, []).Decide,
        new CloseIncident(Officer, [new(CloseItem.Review, "x")]).Decide,
        new ReopenIncident(Officer, "Again.", IsOfficer: true).Decide,
        new ReopenIncident(OtherOfficer, "Again.", IsOfficer: false).Decide);

    private static Gen<Command> Responding =>
        from person in Gen.Elements(Officer.Who, OtherOfficer.Who)
        from role in Gen.Elements(IncidentRole.Commander, IncidentRole.Scribe, IncidentRole.Deputy)
        from command in Gen.Elements<Command>(
            new AssignRole(role, person, Officer).Decide,
            new ReleaseRole(role, person, Officer).Decide,
            new OfferCommand(person, "Take it.", Officer).Decide,
            new AcceptCommand(person).Decide,
            new DeclineCommand(person, "No.").Decide,
            new LapseOffer(Now + OfferCommand.Patience).Decide,
            new ReportProgress(Actor.Person(person), "Still.").Decide,
            new ExpireAcknowledgement(Now.AddHours(1)).Decide)
        select command;

    private static Gen<Severity> AnySeverity => Gen.Elements(Enum.GetValues<Severity>());

    private static Gen<string> Orders => Gen.Elements("h1", "h2");
}
