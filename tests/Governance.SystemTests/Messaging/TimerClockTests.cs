using System.Collections.Concurrent;
using Governance.Domain.Incidents;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

/// <summary>A node whose wall clock is wrong, or is set while it runs: the database's clock judges.</summary>
public sealed class TimerClockTests
{
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan s_promised = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(86_400, 0)]
    [InlineData(-86_400, 0)]
    [InlineData(0, 3_600)]
    [InlineData(0, -3_600)]
    public async Task Timers_fire_neither_early_nor_late(int wrongBy, int setBy)
    {
        await using var database = await TestDatabase.CreateAsync();
        var wall = new WrongWall { By = TimeSpan.FromSeconds(wrongBy) };
        var bell = new Bell();
        await using var node = await PipelineNode.StartAsync(database, services =>
        {
            var clock = new DatabaseClock(wall);
            services.AddSingleton(clock);
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton<ITimerHandler>(bell);
        });
        await Eventually.IsTrueAsync("the node has its timers", async () =>
            await database.ScalarAsync<long>("select count(*) from lease where name like 'timers-%'") == 4);
        var armed = (await node.Transactor.PlanAsync(
            IncidentStream,
            "a",
            from => new(new Plan<IncidentEvent>(
                Domain.Decision.Append(Note("arm")),
                new Effects { Arm = [new TimerToArm(Bell.Rings, "a", from.Now + s_wait)] })),
            Officer,
            TestContext.Current.CancellationToken)).ShouldBeOfType<Outcome<Incident>.Committed>().At;
        wall.By += TimeSpan.FromSeconds(setBy);

        await Eventually.IsTrueAsync("it rang", () => !bell.RungAt.IsEmpty);
        var waited = bell.RungAt.Single() - armed;
        waited.ShouldBeGreaterThan(s_wait - TimeSpan.FromMilliseconds(50));
        waited.ShouldKeep(s_wait + s_promised + TimeSpan.FromSeconds(1));
    }

    /// <summary>Notes, by the time of the fact that it makes, when it rang.</summary>
    private sealed class Bell : ITimerHandler
    {
        public const string Rings = "test-bell";

        public string Kind => Rings;

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public ConcurrentQueue<DateTimeOffset> RungAt { get; } = new();

        public async ValueTask FireAsync(DueTimer timer, Reacting context)
        {
            var outcome = await context.TransactAsync(
                IncidentStream, timer.Key, (_, _) => Domain.Decision.Append(Note("rang")));
            RungAt.Enqueue(outcome.ShouldBeOfType<Outcome<Incident>.Committed>().At);
        }
    }

    private sealed class WrongWall : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
