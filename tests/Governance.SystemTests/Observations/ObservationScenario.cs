using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.EventSourcing.Segments;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Governance.Transparency.Notes;
using Governance.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Observations;

/// <summary>One observation, its place among others, its proof, and what is said when it is gone.</summary>
public sealed class ObservationScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_observation_is_shown_with_everything_that_was_told()
    {
        await using var world = await BehaviourWorld.StartAsync();
        var address = await OneOfThreeAsync(world);

        var page = await world.PageAsync($"/behaviour/{address}");
        page.ShouldContain("Model version");
        page.ShouldContain("2 of 3");
        (await world.JsonAsync($"/api/behaviour/{address}")).GetProperty("observation")
            .GetProperty("modelVersion").GetString().ShouldBe("v1");
        await world.PageAsync("/behaviour/1:0", HttpStatusCode.NotFound);
        await world.PageAsync($"/behaviour/{address.Split(':')[0]}:3", HttpStatusCode.NotFound);
        await world.PageAsync("/behaviour/nonsense", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_outsider_verifies_that_it_was_recorded_and_sees_any_change()
    {
        await using var world = await BehaviourWorld.StartAsync();
        var proof = await ProofAsync(world, await OneOfThreeAsync(world));
        var trust = new Trust([world.Host.Services.GetRequiredService<INoteSigner>().Key]);

        ObservationCheck.Run(proof, trust).IsOk.ShouldBeTrue();

        foreach (var change in (Action<JsonNode>[])
        [
            file => file["line"] = file["line"]!.GetValue<string>().Replace("v1", "v2", StringComparison.Ordinal),
            file => file["address"] = file["address"]!.GetValue<string>().Split(':')[0] + ":0",
            file => file["count"] = 4,
            file => file["leafSalt"] = Convert.ToBase64String(new byte[32]),
            file => file["path"]![0] = Convert.ToBase64String(new byte[32]),
            file => file["header"]!["payload"] = file["header"]!["payload"]!.GetValue<string>() + " ",
            file => file["header"]!["salt"] = Convert.ToBase64String(new byte[32]),
            file => file["header"]!["note"] = WithAnotherRoot(file["header"]!["note"]!.GetValue<string>()),
        ])
        {
            var changed = JsonNode.Parse(proof)!;
            change(changed);
            ObservationCheck.Run(changed.ToJsonString(), trust).IsOk.ShouldBeFalse(changed.ToJsonString());
        }
    }

    [Fact]
    public async Task The_proof_tells_nothing_of_the_other_observations()
    {
        await using var world = await BehaviourWorld.StartAsync();
        var address = await OneOfThreeAsync(world);
        var proof = JsonDocument.Parse(await ProofAsync(world, address)).RootElement;
        var salt = await world.Host.Database.ScalarAsync<byte[]>("select salt from es_segment");
        proof.ToString().ShouldNotContain(Convert.ToBase64String(salt));
        proof.ToString().ShouldNotContain("execute");
    }

    [Fact]
    public async Task What_is_retired_is_said_to_be_retired_and_not_to_be_unknown()
    {
        await using var world = await BehaviourWorld.StartAsync();
        var address = await OneOfThreeAsync(world);
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(2);
        await world.Host.Services.GetRequiredService<SegmentRetention>()
            .DropBeforeAsync(tomorrow, [], _ => Task.CompletedTask, Ct);

        (await world.PageAsync($"/behaviour/{address}", HttpStatusCode.Gone)).ShouldContain("retention has dropped");
        (await world.PageAsync("/behaviour?q=kind:inference")).ShouldContain("1 segment of that time retired");
    }

    [Fact]
    public async Task A_trace_is_a_tree()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await OneOfThreeAsync(world);
        var trace = "00000000000000000000000000000001";

        (await world.PageAsync($"/behaviour/trace/{trace}")).ShouldContain("3 observations, 2 model calls");
        var nodes = (await world.JsonAsync($"/api/behaviour/trace/{trace}")).GetProperty("nodes");
        nodes.EnumerateArray().Select(node => node.GetProperty("isOrphan").GetBoolean()).ShouldAllBe(orphan => orphan);
        await world.PageAsync("/behaviour/trace/00000000000000000000000000000099", HttpStatusCode.NotFound);
    }

    private static string WithAnotherRoot(string note) => string.Join('\n', note.Split('\n')
        .Select((line, index) => index == 2 ? Convert.ToBase64String(new byte[32]) : line));

    [Fact]
    public async Task A_conversation_gathers_its_traces_and_what_was_judged_of_it_elsewhere()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans(
            "support",
            Told("01", "aa", "chat", "gen_ai.conversation.id", "c-1", "gen_ai.response.id", "resp-1",
                "gen_ai.response.model", "v1"),
            Told("01", "ab", "execute_tool", "gen_ai.tool.name", "search")));
        await world.SendAsync(Telemetry.Request("/v1/logs", """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"support"}}]},
            "scopeLogs":[{"logRecords":[{"timeUnixNano":"1794000000000000000","eventName":"gen_ai.evaluation.result",
            "attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"relevance"}},
            {"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0.25}},
            {"key":"gen_ai.response.id","value":{"stringValue":"resp-1"}}]}]}]}]}
            """));
        await world.AskUntilAsync("evaluation:relevance score:<0.3", 1);
        await world.AskUntilAsync("tool:search", 1);
        var found = await world.AskUntilAsync("response:resp-1", 1);
        var pseudonym = found.GetProperty("observations")[0].GetProperty("observation")
            .GetProperty("conversationId").GetString()!;

        var nodes = (await world.JsonAsync($"/api/behaviour/conversation/{pseudonym}")).GetProperty("nodes");

        nodes.EnumerateArray().Select(node => (
            node.GetProperty("depth").GetInt32(),
            node.GetProperty("observation").GetProperty("kind").GetString())).ShouldBe(
            [(0, "inference"), (1, "evaluation"), (1, "toolCall")], ignoreOrder: true);
    }

    private static string Told(string trace, string span, string operation, params string[] attributes)
    {
        var began = TimeProvider.System.GetUtcNow().AddSeconds(-60).ToUnixTimeMilliseconds();
        var all = string.Join(',', attributes.Chunk(2).Append(["gen_ai.operation.name", operation])
            .Select(pair => $$"""{"key":"{{pair[0]}}","value":{"stringValue":"{{pair[1]}}"} }"""));
        return $$"""
            {"traceId":"{{trace.PadLeft(32, '0')}}","spanId":"{{span.PadLeft(16, '0')}}",
            "parentSpanId":"00000000000000aa",
            "startTimeUnixNano":"{{began}}000000","endTimeUnixNano":"{{began}}900000","attributes":[{{all}}]}
            """;
    }

    /// <summary>The address of the second of three observations in one segment.</summary>
    private static async Task<string> OneOfThreeAsync(BehaviourWorld world)
    {
        await world.SendAsync(Telemetry.Spans(
            "support", Telemetry.Chat(1, "v0"), Telemetry.Chat(2, "v1"), Telemetry.Tool(3)));
        var found = await world.AskUntilAsync("version:v1 kind:inference", 1);
        return found.GetProperty("observations")[0].GetProperty("address").GetString()!;
    }

    private static async Task<string> ProofAsync(BehaviourWorld world, string address)
    {
        string? proof = null;
        await Eventually.IsTrueAsync("the segment is signed", async () =>
        {
            using var answer = await world.Auditor.GetAsync($"/api/behaviour/{address}/proof");
            proof = await answer.Content.ReadAsStringAsync(Ct);
            return answer.StatusCode is HttpStatusCode.OK;
        });
        return proof!;
    }
}
