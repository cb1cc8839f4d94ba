using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Governance.SystemTests.Rollouts;

public sealed class OfrepScenario
{
    [Fact]
    public async Task An_answer_says_version_variant_reason_and_what_it_rests_on()
    {
        await using var world = await RolloutWorld.StartAsync();
        var plain = await world.AskAsync("user-1");
        Said(plain).ShouldBe((RolloutWorld.Name, "v1", "STATIC", "stable"));
        var id = await world.BegunAsync();
        var split = await world.AskAsync("user-1");
        split.GetProperty("reason").GetString().ShouldBe("SPLIT");
        var metadata = split.GetProperty("metadata");
        metadata.GetProperty("rolloutId").GetString().ShouldBe(id);
        metadata.GetProperty("weight").GetDouble().ShouldBe(1);
        metadata.GetProperty("decisionId").GetString()!.ShouldStartWith("d-");
    }

    [Theory]
    [InlineData("{", "PARSE_ERROR")]
    [InlineData("""{"context":[]}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{}}""", "TARGETING_KEY_MISSING")]
    public async Task What_cannot_be_answered_is_400_with_its_code(string body, string code)
    {
        await using var world = await RolloutWorld.StartAsync();
        using var answer = await world.AskRawAsync(RolloutWorld.Name, Json(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(RolloutWorld.Stop))
            .GetProperty("errorCode").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task An_unknown_deployment_is_404_FLAG_NOT_FOUND()
    {
        await using var world = await RolloutWorld.StartAsync();
        using var answer = await world.AskRawAsync("nobody-knows", Json("""{"context":{"targetingKey":"u"}}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(RolloutWorld.Stop))
            .GetProperty("errorCode").GetString().ShouldBe("FLAG_NOT_FOUND");
    }

    [Fact]
    public async Task Without_a_key_nobody_is_told_anything()
    {
        await using var world = await RolloutWorld.StartAsync();
        using var answer = await world.Host.Web.PostAsync(
            $"/ofrep/v1/evaluate/flags/{RolloutWorld.Name}", Json("""{"context":{"targetingKey":"u"}}"""),
            RolloutWorld.Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    private static (string?, string?, string?, string?) Said(JsonElement answer) => (
        answer.GetProperty("key").GetString(), answer.GetProperty("value").GetString(),
        answer.GetProperty("reason").GetString(), answer.GetProperty("variant").GetString());

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
