using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Silence;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>
/// A model that turns bad in its last seconds and is heard no more, and one whose observations come late: what its
/// windows hold is judged all the same.
/// </summary>
public sealed class SilenceScenario
{
    private const int Seed = 23;
    private const int Window = 5;
    private const int PerSecond = 10;
    private const int QuietSeconds = 60;
    private const string Patient = "--Signals:SilenceSeconds=3600";

    private static readonly string[] s_fast = [$"--Signals:WindowSeconds={Window}", "--Signals:LatenessSeconds=1"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A whole window begins here, long enough ago for everything to lie in the past.</summary>
    private static DateTimeOffset Start
    {
        get
        {
            var ticks = TimeProvider.System.GetUtcNow().AddMinutes(-5).UtcTicks;
            return new DateTimeOffset(ticks - (ticks % (Window * TimeSpan.TicksPerSecond)), TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task F42_The_last_window_of_a_sender_that_fell_silent_yields_its_signal_also_after_a_kill()
    {
        var straight = await FallsSilentAsync(killed: false);
        straight.Subject.Signal.ShouldBe(SignalKind.Refusal);
        straight.Evidence.Current.N.ShouldBeGreaterThanOrEqualTo((Window - 1) * PerSecond);
        var killed = await FallsSilentAsync(killed: true);
        (killed.Subject.Signal, killed.Evidence.Statistic, killed.Evidence.Current.N)
            .ShouldBe((straight.Subject.Signal, straight.Evidence.Statistic, straight.Evidence.Current.N));
    }

    [Fact]
    public async Task Windows_are_closed_once_however_often_and_by_whomever_it_is_tried()
    {
        await using var host = await GovernanceHost.StartAsync([.. s_fast, Patient]);
        await SpeakAsync(host, Start, 0, 2, refuses: false);
        var silence = host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<SilenceWatch>().Single();
        var now = TimeProvider.System.GetUtcNow();
        await silence.CloseAsync(now, now.AddHours(-2), Ct);
        (await ClosedAsync(host)).ShouldBe(0, "it has not been silent for long enough");
        await silence.CloseAsync(now.AddHours(2), now, Ct);
        await silence.CloseAsync(now.AddHours(2), now, Ct);
        (await ClosedAsync(host)).ShouldBe(1);
        await silence.CloseAsync(now.AddHours(2), now.AddHours(1.5), Ct);
        (await ClosedAsync(host)).ShouldBe(1, "who has just begun to listen cannot know of silence");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F42_What_comes_late_revises_the_signal_of_its_window_and_both_values_are_told(bool stands)
    {
        await using var host = await GovernanceHost.StartAsync([.. s_fast, Patient]);
        var start = Start;
        await SpeakAsync(host, start, 0, QuietSeconds, refuses: false);
        await SpeakAsync(host, start, QuietSeconds, Window, refuses: true);
        await SpeakAsync(host, start, QuietSeconds + Window, 2 * Window, refuses: false);
        var raised = await Eventually.GetAsync(
            "a signal", async () => (await SignalsAsync<SignalGroupEvent.SignalRaised>(host)).FirstOrDefault());
        raised.Evidence.Current.Value.ShouldBeGreaterThan(raised.Evidence.Expected!.High!.Value);

        // Another sender's part of that window: it refused as well, or it never did and is many times as large.
        var late = new Wire(host, "support", Seed + 7);
        for (var times = 0; times < (stands ? 1 : 80); times++)
            Say(late, start, QuietSeconds, Window, refuses: stands);
        await late.SendAsync(Ct);
        var revised = await Eventually.GetAsync(
            "a revision",
            async () => (await SignalsAsync<SignalGroupEvent.SignalRevised>(host))
                .FirstOrDefault(one => one.Stands == stands));
        revised.Was.N.ShouldBeGreaterThanOrEqualTo(raised.Evidence.Current.N);
        revised.Now.N.ShouldBeGreaterThan(revised.Was.N);
        if (!stands)
        {
            revised.Now.Value.ShouldBeLessThan(revised.Was.Value);
            (await SignalsAsync<SignalGroupEvent.SignalCleared>(host)).ShouldHaveSingleItem();
        }
    }

    /// <summary>Calm, then refusals that all lie in one window that no later event time closes.</summary>
    private static async Task<SignalGroupEvent.SignalRaised> FallsSilentAsync(bool killed)
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Path.Combine(Path.GetTempPath(), "governance-silence-" + database.Schema);
        try
        {
            if (killed)
            {
                await using var first = await GovernanceHost.StartAsync([.. s_fast, Patient], database, folder);
                await PlayAsync(first);
                await first.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
                (await SignalsAsync<SignalGroupEvent.SignalRaised>(first)).ShouldBeEmpty();
            }

            await using var host = await GovernanceHost.StartAsync(
                [.. s_fast, "--Signals:SilenceSeconds=1"], database, folder);
            if (!killed)
                await PlayAsync(host);
            return await Eventually.GetAsync(
                "the last window's signal",
                async () => (await SignalsAsync<SignalGroupEvent.SignalRaised>(host)).FirstOrDefault());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PlayAsync(GovernanceHost host)
    {
        var wire = new Wire(host, "support", Seed);
        var start = Start;
        Say(wire, start, 0, QuietSeconds, refuses: false);
        Say(wire, start, QuietSeconds, Window - 1, refuses: true);
        await wire.SendAsync(Ct);
    }

    private static async Task SpeakAsync(
        GovernanceHost host, DateTimeOffset start, int second, int seconds, bool refuses)
    {
        var wire = new Wire(host, "support", Seed + second);
        Say(wire, start, second, seconds, refuses);
        await wire.SendAsync(Ct);
    }

    private static void Say(Wire wire, DateTimeOffset start, int second, int seconds, bool refuses)
    {
        for (var i = 0; i < seconds * PerSecond; i++)
            wire.Call(start.AddSeconds(second + (i / (double)PerSecond)), ("governance.refusal", refuses));
    }

    private static async Task<int> ClosedAsync(GovernanceHost host) =>
        (await FactsAsync(host)).Count(fact => fact.Event is BehaviourEvent.WindowsClosed);

    /// <summary>What was found in behaviour; not that nobody has registered the deployment.</summary>
    private static async Task<List<T>> SignalsAsync<T>(GovernanceHost host)
        where T : SignalGroupEvent =>
    [
        .. (await FactsAsync(host)).Select(fact => fact.Event).OfType<T>()
            .Where(one => one is not SignalGroupEvent.SignalRaised { Evidence.Condition: not null }),
    ];

    private static async Task<List<Fact>> FactsAsync(GovernanceHost host) =>
    [
        .. (await host.Services.GetRequiredService<EventStore>().ReadAsync(0, 10_000, null, false, Ct))
            .Select(EventTypes.Decode),
    ];
}
