using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.Server.Incidents;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Conditions;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Incidents;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

public sealed class ConditionScenario
{
    private static readonly Condition s_silence = new(IncidentWorld.Support, "support-triage", SignalKind.SenderSilent);
    private static readonly DateTimeOffset s_since = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_condition_becomes_an_incident_whose_room_says_what_is_allowed_and_ends_with_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await IncidentWorld.StartAsync();
        var raised = await RaiseAsync(world, source: 7, Severity.Sev3);
        raised.ShouldBeOfType<Outcome<SignalGroup>.Committed>();
        (await RaiseAsync(world, source: 9, Severity.Sev3)).ShouldBeOfType<Outcome<SignalGroup>.Unchanged>();
        await world.SettleAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        row.Title.ShouldBe("support-triage has been silent for 5 min");
        row.SignalCount.ShouldBe(1);
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var room = await RoomAsync(officer, new IncidentId(row.Id));
        room.ShouldContain("found by rule 1");
        room.ShouldContain("Seconds of silence");
        room.ShouldContain("312 s");
        room.ShouldContain("sender-silent");
        room.ShouldNotContain("Compared with");

        var cleared = await Conditions(world).ClearAsync(
            s_silence, "It was heard again.", new SignalSource(11, 0), world.Transactor, Actor.Part("test"), ct);
        cleared.ShouldBeOfType<Outcome<SignalGroup>.Committed>();
        (await RoomAsync(officer, new IncidentId(row.Id))).ShouldContain("It was heard again.");
    }

    [Fact]
    public async Task A_condition_that_is_only_a_note_opens_no_incident()
    {
        await using var world = await IncidentWorld.StartAsync();
        await RaiseAsync(world, source: 7, Severity.Sev5);
        await world.SettleAsync();
        (await world.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_measured_is_never_raised_as_a_condition()
    {
        await using var world = await IncidentWorld.StartAsync();
        await Should.ThrowAsync<ArgumentException>(() => Conditions(world).RaiseAsync(
            s_silence with { Kind = SignalKind.Latency },
            Found(7, Severity.Sev3),
            world.Transactor,
            Actor.Part("test"),
            TestContext.Current.CancellationToken));
    }

    private static async Task<string> RoomAsync(SignedIn person, IncidentId incident)
    {
        var answer = await person.GetAsync(IncidentLinks.Room(incident));
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<Outcome<SignalGroup>> RaiseAsync(IncidentWorld world, long source, Severity hint) =>
        Conditions(world).RaiseAsync(
            s_silence,
            Found(source, hint),
            world.Transactor,
            Actor.Part("test"),
            TestContext.Current.CancellationToken);

    private static ConditionSignals Conditions(IncidentWorld world) =>
        world.Host.Services.GetRequiredService<ConditionSignals>();

    private static ConditionFinding Found(long source, Severity hint) => new(
        new ConditionSeen("support-triage has been silent for 5 min", "seconds of silence", 312, 120, "s"),
        hint,
        s_since,
        s_since.AddSeconds(312),
        new SignalSource(source, 0));
}
