using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.EventSourcing;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Signals;
using Governance.Server.Signals.Registry;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>Detectors are configured, tried and switched over the API; what stands is a fold over the log.</summary>
public sealed class DetectorRegistryScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_configuration_is_on_trial_until_it_has_a_back_test_and_then_stands()
    {
        await using var host = await GovernanceHost.StartAsync(["--Signals:SoakDays=0"]);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var configured = await OkAsync(officer, "refusal/configuration", new { minimumRatio = 0.8, reason = "noise" });
        var digest = configured.GetProperty("trial").GetProperty("setup").GetProperty("digest").GetString()!;
        configured.GetProperty("trial").GetProperty("missing").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["a back-test of exactly configuration 2"]);

        var activate = new { mode = "active", version = 2, reason = "it is better" };
        var early = await PostAsync(officer, "refusal/mode", activate);
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await early.Content.ReadAsStringAsync(Ct)).ShouldContain("detector_not_ready");

        var wire = new Wire(host, "tried", seed: 5);
        wire.Call(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await wire.SendAsync(Ct);
        using var asked = await officer.SendJsonAsync(
            "/signals", "/api/backtests", new { b = new { trialOf = "refusal" } });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted, await asked.Content.ReadAsStringAsync(Ct));
        await Eventually.IsTrueAsync(
            "the back-test is noted",
            async () => (await TrialAsync(officer)).GetProperty("missing").GetArrayLength() == 0);
        (await TrialAsync(officer)).GetProperty("backTest").GetProperty("configDigest").GetString().ShouldBe(digest);
        var stands = await OkAsync(officer, "refusal/mode", activate);
        stands.GetProperty("standing").GetProperty("version").GetInt32().ShouldBe(2);
        stands.GetProperty("standing").GetProperty("configuration").GetProperty("minimumRatio").GetDouble()
            .ShouldBe(0.8);

        using var answer = await officer.GetAsync("/api/detectors/refusal");
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        file.GetProperty("history").EnumerateArray().Select(one => one.GetProperty("type").GetString())
            .ShouldBe(["detector.mode_set", "detector.back_test_noted", "detector.configured"]);
    }

    [Fact]
    public async Task The_policy_of_a_position_is_what_stood_before_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var answer = await PostAsync(officer, "latency/mode", new { mode = "off", reason = "maintenance" });
        var position = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("position").GetInt64();
        await host.Services.GetRequiredService<FoldRunner>().WaitForAsync(position, Ct);
        var policies = host.Services.GetRequiredService<PolicyBook>();
        policies.Before(position).Standing(SignalKind.Latency).ShouldNotBeNull().Mode.ShouldBe(DetectorMode.Active);
        policies.Before(position + 1).Standing(SignalKind.Latency).ShouldBeNull();
        policies.Before(position + 1).Digest.ShouldNotBe(policies.Before(position).Digest);
        policies.Now.Standing(SignalKind.Error).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_an_act_needs_a_reason_and_the_right()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        foreach (var (path, body, status, code) in new (string, object, HttpStatusCode, string)[]
        {
            ("refusal/configuration", new { minimumSample = 0, reason = "x" },
                HttpStatusCode.UnprocessableEntity, "configuration_not_valid"),
            ("refusal/configuration", new { relativeMargin = 1, reason = "x" },
                HttpStatusCode.UnprocessableEntity, "configuration_not_valid"),
            ("probing/configuration", new { minimumSample = 5, reason = "x" },
                HttpStatusCode.Conflict, "rule_has_no_configuration"),
            ("refusal/mode", new { mode = "off" }, HttpStatusCode.UnprocessableEntity, "reason_missing"),
            ("nothing/mode", new { mode = "off", reason = "x" }, HttpStatusCode.NotFound, "not_found"),
            ("refusal/baselines", new { deployment = "d", modelVersion = "v1", reason = "x",
                frozen = new { from = 1, through = 1_000_000 } },
                HttpStatusCode.UnprocessableEntity, "baseline_of_nobody"),
            ("refusal/mode", new { reason = "no mode" }, HttpStatusCode.UnprocessableEntity, "mode_not_said"),
        })
        {
            using var refused = await PostAsync(officer, path, body);
            refused.StatusCode.ShouldBe(status, path);
            (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(code);
        }

        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        using var forbidden = await PostAsync(owner, "refusal/mode", new { mode = "off", reason = "x" });
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_a_watched_detector_finds_is_recorded_and_opens_an_incident_once_it_is_active()
    {
        await using var world = new SignalWorld();
        await world.InitializeAsync();
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        await OkAsync(officer, "forbidden_action/mode", new { mode = "monitor", reason = "a new host declares" });
        await SettledAsync(world.Host);
        var raised = (await PlayAsync(world, seed: 1)).ShouldHaveSingleItem();
        (raised.Episode, raised.IsMonitored, raised.Evidence.ConfigVersion).ShouldBe((1, true, 1));
        raised.Evidence.ConfigDigest.ShouldStartWith("sha256:");
        (await IncidentsAsync(world.Host)).ShouldBe(0);

        await OkAsync(officer, "forbidden_action/mode", new { mode = "active", reason = "it is right" });
        await SettledAsync(world.Host);
        var again = (await PlayAsync(world, seed: 2)).ShouldHaveSingleItem();
        (again.Episode, again.IsMonitored, again.Fingerprint).ShouldBe((2, false, raised.Fingerprint));
        (await IncidentsAsync(world.Host)).ShouldBe(1);

        await OkAsync(officer, "forbidden_action/mode", new { mode = "off", reason = "a drill" });
        await SettledAsync(world.Host);
        (await PlayAsync(world, seed: 3)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_baseline_is_frozen_at_positions_of_the_log_and_shown_with_its_number()
    {
        await using var world = new SignalWorld();
        await world.InitializeAsync();
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        await world.PlayAsync("anchored", 900, 0, (wire, turn) => wire.Call(turn.At));
        await SettledAsync(world.Host);
        var head = (await world.Host.Services.GetRequiredService<EventStore>().HeadAsync(Ct)).Position;
        var deployment = world.Host.Services.GetRequiredService<InstallationKey>().DeploymentOf("anchored");
        var readings = world.Host.Services.GetRequiredService<SignalReadings>();
        var first = (await readings.WatchedAsync(deployment, Ct)).ShouldNotBeNull().Versions.ShouldHaveSingleItem();

        using var beyond = await FreezeAsync(head + 1_000);
        (await beyond.Content.ReadAsStringAsync(Ct)).ShouldContain("range_not_in_log");
        using var frozen = await FreezeAsync(head);
        frozen.StatusCode.ShouldBe(HttpStatusCode.OK, await frozen.Content.ReadAsStringAsync(Ct));
        await world.PlayAsync("anchored", 120, 0, (wire, turn) => wire.Call(turn.At), seed: 8);
        await SettledAsync(world.Host);
        var bands = (await readings.StreamsOfAsync(deployment, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct))
            .ToLookup(stream => stream.Signal, stream => stream.Series.Band);
        bands[SignalKind.Latency].ShouldContain(band => band != null && band.Baseline == 2 && band.IsFrozen);
        bands[SignalKind.OutputTokens].ShouldAllBe(band => band == null || band.Baseline == 1);

        using var answer = await officer.GetAsync("/api/detectors/latency");
        var baseline = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("baselines")
            .EnumerateArray().ShouldHaveSingleItem();
        (baseline.GetProperty("number").GetInt32(), baseline.GetProperty("frozen").GetProperty("through").GetInt64())
            .ShouldBe((2, head));

        Task<HttpResponseMessage> FreezeAsync(long through) => PostAsync(officer, "latency/baselines", new
        {
            deployment = deployment.Value, modelVersion = first.Value, frozen = new { from = 1, through },
            reason = "before the move",
        });
    }

    /// <summary>One more forbidden call; gives what it raised.</summary>
    private static async Task<List<SignalGroupEvent.SignalRaised>> PlayAsync(SignalWorld world, int seed)
    {
        var before = (await world.Host.Services.GetRequiredService<EventStore>().HeadAsync(Ct)).Position;
        var raised = await world.PlayAsync(
            "watched",
            quiet: 0,
            changed: 1,
            (wire, turn) => wire.Tool(turn.At, "run_shell", ("governance.action.class", "self_copy")),
            seed);
        return [.. raised.Where(one => one.Evidence.Source.Position > before)];
    }

    private static async Task<int> IncidentsAsync(GovernanceHost host)
    {
        await SettledAsync(host);
        var store = host.Services.GetRequiredService<EventStore>();
        return (await store.ReadAsync(0, 20_000, [EventTypes.AliasOf<IncidentEvent.IncidentDeclared>()], true, Ct))
            .Select(EventTypes.Decode).Select(fact => fact.Event).OfType<IncidentEvent.IncidentDeclared>()
            .Count(declared => declared.Alarm == "forbidden-action");
    }

    private static async Task SettledAsync(GovernanceHost host)
    {
        await host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        var head = await host.Services.GetRequiredService<EventStore>().HeadAsync(Ct);
        await host.Services.GetRequiredService<FoldRunner>().WaitForAsync(head.Position, Ct);
    }

    private static async Task<JsonElement> TrialAsync(SignedIn officer)
    {
        using var answer = await officer.GetAsync("/api/detectors/refusal");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("detector").GetProperty("trial");
    }

    private static Task<HttpResponseMessage> PostAsync(SignedIn officer, string path, object body) =>
        officer.SendJsonAsync("/signals", $"/api/detectors/{path}", body);

    private static async Task<JsonElement> OkAsync(SignedIn officer, string path, object body)
    {
        using var answer = await PostAsync(officer, path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("detector");
    }
}
