using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;

namespace Governance.SystemTests.Incidents;

public sealed class CorrelationTests : IAsyncLifetime
{
    private static readonly Actor s_officer = Actor.Person(new PersonId("officer"));
    private IncidentWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await IncidentWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Fifty_parallel_identical_signals_are_one_incident()
    {
        await Task.WhenAll(Enumerable.Range(1, 50).Select(async source =>
        {
            // Collisions past the transactor's patience are the detector's to repeat.
            for (var raised = false; !raised;)
            {
                try
                {
                    await _world.RaiseAsync("f1", source);
                    raised = true;
                }
                catch (EventSourcing.StreamConflictException)
                {
                }
            }
        }));
        await _world.SettleAsync();

        var row = (await _world.RowsAsync()).ShouldHaveSingleItem();
        row.Title.ShouldBe("support-triage v2 called send_email, which it never called before");
        row.SignalCount.ShouldBe((await _world.FactsAsync("signal-group-f1"))
            .Count(fact => fact.Event is SignalGroupEvent.SignalRaised or SignalGroupEvent.SignalRepeated));
    }

    [Fact]
    public async Task Declaration_link_and_restriction_are_one_commit()
    {
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();

        var id = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
        var declared = (await _world.FactsAsync($"incident-{id}")).ShouldHaveSingleItem();
        var linked = (await _world.FactsAsync("signal-group-f1"))[^1];
        var restricted = (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).ShouldHaveSingleItem();
        linked.Event.ShouldBe(new SignalGroupEvent.SignalLinked(new Fingerprint("f1"), 1, new IncidentId(id)));
        restricted.Event.ShouldBe(
            new DeploymentEvent.Restricted(RestrictionCause.Incident, id, new ModelVersion("v2")));
        new[] { linked.At, restricted.At }.ShouldAllBe(at => at == declared.At);
        var positions = new[] { declared.Position, linked.Position, restricted.Position }.Order().ToList();
        positions.ShouldBe([positions[0], positions[0] + 1, positions[0] + 2]);
    }

    [Fact]
    public async Task A_resolved_incident_stays_closed_and_its_successor_names_it()
    {
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
        var first = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
        await _world.DoAsync(first, Resolve(TimeSpan.Zero).Decide);
        await _world.RaiseAsync("f1", 2);
        await _world.SettleAsync();

        var rows = await _world.RowsAsync();
        rows.Count.ShouldBe(2);
        var second = rows.Single(row => row.Id != first);
        (await _world.IncidentAsync(first)).SignalCount.ShouldBe(1);
        (await _world.IncidentAsync(second.Id)).Declaration!.Predecessor.ShouldBe(new IncidentId(first));
        (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).Select(fact => fact.Event.GetType().Name)
            .ShouldBe(["Restricted", "Released", "Restricted"]);
    }

    [Fact]
    public async Task The_same_finding_within_the_window_reopens_the_incident_and_its_restriction()
    {
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
        var id = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
        await _world.DoAsync(id, Resolve(TimeSpan.FromDays(1)).Decide);
        await _world.RaiseAsync("f1", 2);
        await _world.SettleAsync();

        var row = (await _world.RowsAsync()).ShouldHaveSingleItem();
        (row.Status, row.SignalCount, row.ResolvedAt).ShouldBe((IncidentStatus.Declared, 2, null));
        (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).Select(fact => fact.Event.GetType().Name)
            .ShouldBe(["Restricted", "Released", "Restricted"]);
    }

    [Fact]
    public async Task A_closed_incident_takes_no_signal_even_within_its_window()
    {
        await _world.RaiseAsync("f1", 1, Severity.Sev3);
        await _world.SettleAsync();
        var id = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
        await _world.DoAsync(id, Resolve(TimeSpan.FromDays(1)).Decide);
        await _world.DoAsync(id, new CloseIncident(s_officer, []).Decide);
        await _world.RaiseAsync("f1", 2, Severity.Sev3);
        await _world.SettleAsync();

        (await _world.IncidentAsync(id)).ShouldSatisfyAllConditions(
            closed => closed.Status.ShouldBe(IncidentStatus.Closed), closed => closed.SignalCount.ShouldBe(1));
        (await _world.RowsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_low_signal_opens_no_incident_until_a_worse_one_repeats_it()
    {
        await _world.RaiseAsync("f1", 1, Severity.Sev5);
        await _world.SettleAsync();
        (await _world.RowsAsync()).ShouldBeEmpty();

        await _world.RaiseAsync("f1", 2, Severity.Sev3);
        await _world.SettleAsync();
        (await _world.RowsAsync()).ShouldHaveSingleItem().Severity.ShouldBe(Severity.Sev3);
    }

    private static ResolveIncident Resolve(TimeSpan window) =>
        new(s_officer, "Tool removed.") { NoContainment = "It never ran.", ReopenWindow = window };
}
