using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Demo;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals;
using Governance.Server.Signals.Watching;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>Models stream over OTLP; the detectors read the log and write down what they find.</summary>
public sealed class DetectionScenario(ITestOutputHelper output)
{
    private const int Seed = 11;
    private static readonly string[] s_fast = ["--Signals:WindowSeconds=5", "--Signals:LatenessSeconds=5"];
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unseen_tool_of_the_candidate_becomes_one_signal_that_a_restart_does_not_repeat(bool saved)
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Path.Combine(Path.GetTempPath(), "governance-signals-" + database.Schema);
        string recorded;
        DeploymentId deployment;
        await using (var host = await GovernanceHost.StartAsync(s_fast, database, folder))
        {
            await PlayAsync(host, seconds: 100, from: TimeProvider.System.GetUtcNow().AddMinutes(-5));
            var raised = await RaisedAsync(host);
            raised.Subject.Signal.ShouldBe(SignalKind.UnseenTool);
            raised.Subject.ModelVersion.ShouldBe(new ModelVersion("v2"));
            raised.Evidence.SeverityHint.ShouldBe(Severity.Sev2);
            raised.Evidence.Tool.ShouldBe("run_shell");
            await ShowsTheToolAsync(host, raised.Evidence.Addresses);
            deployment = raised.Subject.Deployment;
            await CaughtUpAsync(host);
            recorded = await SignalsInLogAsync(host);
            (await ReplayAsync(host)).ShouldBe(recorded, "the detectors read nothing but the log");
            await ChartAndCoverageAsync(host, deployment);
            if (saved)
                await SaveAsync(host, deployment);
        }

        await using (var again = await GovernanceHost.StartAsync(s_fast, database, folder))
        {
            await ChartAndCoverageAsync(again, deployment);

            // One more quiet segment makes the detectors come up; they must not say again what they have said.
            await PlayAsync(again, seconds: 2, from: TimeProvider.System.GetUtcNow().AddMinutes(-3), Seed + 1);
            await CaughtUpAsync(again);
            var store = again.Services.GetRequiredService<EventStore>();
            var groups = await GroupFactsAsync(store);
            groups.Count(x => x.Event is SignalGroupEvent.SignalRaised { Evidence.Condition: null }).ShouldBe(1);
            await ChartAndCoverageAsync(again, deployment);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// v1 and v2 at ten conversations a second, nine to one; v2 turns to a new tool after 60 seconds.
    /// </summary>
    private static async Task PlayAsync(GovernanceHost host, int seconds, DateTimeOffset from, int seed = Seed)
    {
        var dice = new Dice(seed);
        var sender = new SyntheticSender("support-assistant", "acme-chat", "a");
        var batch = new OtlpBatch(sender);
        var otlp = new OtlpClient(host.OtlpHttp, host.OtlpHttp.BaseAddress!);
        for (var second = 0; second < seconds; second++)
        {
            for (var i = 0; i < 10; i++)
            {
                var version = i == 0 ? "v2" : "v1";
                var behaviour = new Behaviour { UnseenToolShare = version == "v2" && second >= 60 ? 0.7 : 0 };
                var at = from + (second * s_second) + (i * s_second / 10);
                sender.Tell(batch, Conversation.Draw(dice, behaviour, version, "user", at), dice);
            }

            await otlp.SendAsync(batch, Ct);
        }
    }

    private async Task<SignalGroupEvent.SignalRaised> RaisedAsync(GovernanceHost host)
    {
        var store = host.Services.GetRequiredService<EventStore>();
        var raised = await Eventually.GetAsync("a signal", async () =>
            (await GroupFactsAsync(store))
                .FirstOrDefault(x => x.Event is SignalGroupEvent.SignalRaised { Evidence.Condition: null }));
        output.WriteLine($"raised at {raised.Position}: {JsonSerializer.Serialize(raised.Event, FactJson.Options)}");
        return (SignalGroupEvent.SignalRaised)raised.Event;
    }

    private static async Task ShowsTheToolAsync(GovernanceHost host, IReadOnlyList<ObservationAddress> addresses)
    {
        addresses.Count.ShouldBeInRange(3, SignalEvidence.MaxAddresses);
        var segments = host.Services.GetRequiredService<SegmentReader>();
        foreach (var address in addresses)
        {
            var observation = (await segments.ReadAsync(address.Position, Ct))[address.Index];
            (observation.Tool, observation.ModelVersion).ShouldBe(("run_shell", "v2"));
        }
    }

    private static async Task ChartAndCoverageAsync(GovernanceHost host, DeploymentId deployment)
    {
        var readings = host.Services.GetRequiredService<SignalReadings>();
        var series = (await readings.SeriesOfAsync(
            deployment, new ModelVersion("v2"), SignalKind.UnseenTool, null,
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct)).ShouldNotBeNull();
        series.Points.ShouldContain(point => point.Value > 0.3);
        series.Points[0].Value.ShouldBe(0);
        series.Band.ShouldNotBeNull().High.ShouldBe(0);
        var latency = (await readings.SeriesOfAsync(
            deployment, new ModelVersion("v2"), SignalKind.Latency, null,
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct)).ShouldNotBeNull();
        latency.Band.ShouldNotBeNull().By.ShouldBe(new ModelVersion("v1"));
        var watched = (await readings.AllWatchedAsync(Ct)).ShouldHaveSingleItem();
        watched.Stable.ShouldBe(new ModelVersion("v1"));
        watched.Signals.Count.ShouldBe(SignalKinds.Measured.Count);
        watched.Signals.Single(x => x.Signal == SignalKind.Refusal).Needs.ShouldBeNull();
    }

    /// <summary>A segment of silence would prove nothing: waits until the reaction has passed the head.</summary>
    private static async Task CaughtUpAsync(GovernanceHost host)
    {
        var store = host.Services.GetRequiredService<EventStore>();
        var book = host.Services.GetRequiredService<WatchBook>();
        var last = (await SegmentsAsync(store))[^1];
        var header = (BehaviourEvent.SegmentRecorded)last.Event;
        await Eventually.IsTrueAsync("the detectors have read all segments", async () =>
            await book.LookAsync(header.Deployment, watch => $"{watch.Position}", Ct) == $"{last.Position}");
    }

    private static async Task SaveAsync(GovernanceHost host, DeploymentId deployment)
    {
        var book = host.Services.GetRequiredService<WatchBook>();
        var last = (await SegmentsAsync(host.Services.GetRequiredService<EventStore>()))[^1];
        var held = await book.HoldAsync(deployment.Value, last, Ct);
        held.SavedAt = DateTimeOffset.MinValue;
        await book.SaveIfDueAsync(deployment.Value, held, Ct);
        (await host.Database.ScalarAsync<long>("select position from signal_watch")).ShouldBe(last.Position);
    }

    private static async Task<string> SignalsInLogAsync(GovernanceHost host)
    {
        var facts = await GroupFactsAsync(host.Services.GetRequiredService<EventStore>());
        return string.Join('\n', facts.Select(fact => fact.Event switch
        {
            SignalGroupEvent.SignalRaised e => Line("alarm", e.Fingerprint, e.Evidence.Source, e.Evidence.Statistic),
            SignalGroupEvent.SignalRepeated e => Line("alarm", e.Fingerprint, e.Evidence.Source, e.Evidence.Statistic),
            SignalGroupEvent.SignalCleared e => Line("over", e.Fingerprint, e.Source, 0),
            _ => null,
        }).Where(line => line is not null).Order(StringComparer.Ordinal));
    }

    /// <summary>Runs fresh detectors over the same log from its beginning.</summary>
    private static async Task<string> ReplayAsync(GovernanceHost host)
    {
        var facts = host.Services.GetRequiredService<WatchedFacts>();
        var watch = new DeploymentWatch(host.Services.GetRequiredService<WatchSettings>());
        var lines = new List<string>();
        foreach (var fact in await SegmentsAsync(host.Services.GetRequiredService<EventStore>()))
        {
            var found = watch.Take(await facts.ReadAsync(fact, Ct));
            var deployment = new DeploymentId(WatchedFacts.DeploymentOf(fact)!);
            lines.AddRange(found.Select((x, ordinal) => Line(
                x.Alarm is null ? "over" : "alarm",
                SignalFacts.FingerprintOf(deployment, x.Key, x.Detector),
                new SignalSource(fact.Position, ordinal),
                x.Alarm?.Finding.Statistic ?? 0)));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Line(string what, Fingerprint fingerprint, SignalSource source, double statistic) =>
        $"{what} {fingerprint} {source.Position}:{source.Ordinal} {statistic:R}";

    private static async Task<List<Fact>> SegmentsAsync(EventStore store) => [..
        (await store.ReadAsync(0, 10_000, [EventTypes.AliasOf<BehaviourEvent.SegmentRecorded>()], false, Ct))
            .Select(EventTypes.Decode)];

    private static async Task<List<Fact>> GroupFactsAsync(EventStore store) => [..
        (await store.ReadAsync(0, 10_000, null, true, Ct)).Select(EventTypes.Decode)
            .Where(fact => fact.Event is SignalGroupEvent)];
}
