using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Messaging.Handling;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Pipeline;

/// <summary>A scenario waits until every message that follows is handled, and is told what was sent.</summary>
public sealed class TrackedScenario
{
    [Fact]
    public async Task Whatever_follows_from_an_act_is_done_and_told_and_a_moved_clock_fires_what_was_scheduled()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new MovedClock();
        await using var node = await PipelineNode.StartAsync(database, services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddStream(IncidentStream);
            services.AddHandler(typeof(AskingHandler)).AddHandler(typeof(ReminderHandler));
        });

        var asked = await TrackedSession.RunAsync(node, database, () => node.Transactor.DeclareAsync("a"));
        asked.Sent<Reminder>().ShouldBe([new Reminder(1)]);
        asked.Facts.Select(fact => fact.Event.GetType().Name).ShouldBe(["IncidentDeclared", "NoteAdded"]);
        asked.Scheduled.ShouldBe(["reminder/a"]);

        var later = await TrackedSession.RunAsync(node, database, () => clock.MoveAsync(TimeSpan.FromHours(2)));
        later.Facts.ShouldHaveSingleItem().Event.ShouldBeOfType<IncidentEvent.NoteAdded>().Text.ShouldBe("reminder 2");
        later.Scheduled.ShouldBeEmpty();
    }

    private sealed record Reminder(int Number);

    [MayEmit(typeof(Reminder))]
    private static class AskingHandler
    {
        public static Tell Handle(IncidentEvent.IncidentDeclared declared, Subject incident) =>
            new(new Reminder(1), incident.Id);
    }

    /// <summary>The same handler for the message that is sent and the one that is scheduled.</summary>
    [MayEmit(typeof(IncidentEvent.NoteAdded), typeof(Reminder))]
    private static class ReminderHandler
    {
        public static (Decision<IncidentEvent>, TimerToArm?) Handle(
            Reminder message, Subject incident, Incident state, DateTimeOffset now) =>
            state.Status is IncidentStatus.Undeclared
                ? (Decision.Nothing<IncidentEvent>(), null)
                : (
                    Decision.Append(Note($"reminder {message.Number}")),
                    message.Number == 1
                        ? Scheduled.At(new Reminder(2), incident.Id, now + TimeSpan.FromHours(1))
                        : null);
    }
}
