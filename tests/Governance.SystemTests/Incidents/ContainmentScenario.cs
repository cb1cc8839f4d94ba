using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.SystemTests.Incidents;

/// <summary>What is ordered against harm reaches the incident; what does not obey is an incident of its own.</summary>
public sealed class ContainmentScenario : IAsyncLifetime
{
    private static readonly Actor s_officer = Actor.Person(new PersonId("officer"));
    private IncidentWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_halt_of_the_deployment_is_recorded_on_its_open_incident_with_its_effect()
    {
        await AppendAsync("halt-h", Ordered, new HaltEvent.HaltEffectObserved(4_200, s_now));
        await _world.SettleAsync();

        var row = (await _world.RowsAsync()).ShouldHaveSingleItem();
        (row.Status, row.ContainedAfterMs).ShouldBe((IncidentStatus.Contained, 4_200));
        (await _world.IncidentAsync(row.Id)).Containments["halt-h"].ShouldBe(ContainmentProgress.Observed);
    }

    [Fact]
    public async Task A_halt_that_is_not_obeyed_is_a_critical_incident_and_a_late_effect_contains_it()
    {
        await AppendAsync(
            "halt-h",
            Ordered,
            new HaltEvent.HaltEffectNotObserved(
                IncidentWorld.Support, "support-triage", EffectFinding.StillServing, "gateway-2", 17, s_now, s_now));
        await _world.SettleAsync();

        var failure = (await _world.RowsAsync()).Single(row => row.DetectedBy is DetectedBy.Containment);
        failure.Severity.ShouldBe(Severity.Sev1);
        failure.Title.ShouldBe("support-triage is still served after the halt, sender gateway-2");
        failure.Alarm.ShouldBe(Alarm.EffectNotObserved);
        (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).Select(fact => fact.Event)
            .OfType<DeploymentEvent.Restricted>().ShouldContain(restricted => restricted.CauseId == failure.Id);

        await AppendAsync("halt-h", new HaltEvent.HaltEffectObserved(90_000, s_now));
        await _world.SettleAsync();
        (await _world.RowsAsync()).ShouldAllBe(row => row.Status == IncidentStatus.Contained);
    }

    [Fact]
    public async Task A_damaged_log_is_a_critical_incident()
    {
        await AppendAsync("audit-damage", new AuditEvent.LogDamaged(7, "payload", "The payload differs.", 12));
        await _world.SettleAsync();
        var row = (await _world.RowsAsync()).Single(row => row.DetectedBy is DetectedBy.Audit);
        (row.Severity, row.Alarm).ShouldBe((Severity.Sev1, Alarm.LogDamaged));
        row.Title.ShouldStartWith("The log is damaged at position 7");
    }

    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);

    private static HaltEvent.HaltOrdered Ordered =>
        new(IncidentWorld.Support, "support-triage", null, s_officer, "Stops.", s_now);

    private Task<AppendResult> AppendAsync(string stream, params object[] facts) => _world.Store.AppendAsync(
        new AppendRequest(
            [new StreamAppend(stream, ExpectedVersion.Any, [.. facts.Select(fact => EventTypes.Encode(fact))])],
            new AppendMetadata(s_officer.Id)),
        TestContext.Current.CancellationToken);
}
