using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;

namespace Governance.SystemTests.Fleet;

/// <summary>A model owner registers what streams, by the forms of the console, and mends its names.</summary>
public sealed class RegistryScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_streams_unregistered_is_registered_by_one_form_and_says_so()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        await StreamAsync(host, "desk");
        await Eventually.IsTrueAsync("it is in quarantine", async () =>
            (await PageAsync(owner, "/models?view=unregistered")).QuerySelector("tbody tr") is not null);

        await SeenAsync(owner.SendFormAsync(
            "/models/desk", "/models", ("name", "desk"), ("owner", "support team"), ("environment", "Production"),
            ("tier", "external"), ("purpose", "Answers customers."), ("heartbeat", "300")));
        var page = await PageAsync(owner, "/models/desk");
        page.QuerySelector("#registration")!.TextContent.ShouldSatisfyAllConditions(
            text => text.ShouldContain("External"),
            text => text.ShouldContain("Answers customers."),
            text => text.ShouldContain("every 5 min"));
        page.QuerySelector("#page")!.TextContent.ShouldContain("support team");
        (await PageAsync(owner, "/models?view=unregistered")).QuerySelector("tbody tr").ShouldBeNull();

        await SeenAsync(owner.SendFormAsync(
            "/models/desk", "/models/desk/versions", ("version", "v1"), ("names", "gpt-x-2026\ngpt-x"),
            ("family", "acme"), ("digest", "sha256:" + new string('a', 64))));
        await SeenAsync(owner.SendFormAsync(
            "/models/desk", "/models/desk/versions", ("version", "v2"), ("parent", "v1"), ("names", "")));
        var versions = (await PageAsync(owner, "/models/desk")).QuerySelector("#versions")!.TextContent;
        versions.ShouldContain("reported as gpt-x-2026, gpt-x");
        versions.ShouldContain("made from v1");
        versions.ShouldContain("sha256:aaaaaaaaaaaa…");

        await SeenAsync(owner.SendFormAsync(
            "/models/desk", "/models/desk/retire", ("reason", "Replaced by voice."), ("confirm", "desk")));
        (await PageAsync(owner, "/models?view=retired")).QuerySelector("tbody tr")!.TextContent.ShouldContain("desk");
        (await PageAsync(owner, "/models")).QuerySelector("tbody tr").ShouldBeNull();
    }

    [Fact]
    public async Task A_claimed_name_streams_into_the_deployment_that_claims_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        await RegisterAsync(owner, "chat");
        await StreamAsync(host, "shop/chat@staging");
        await SeenAsync(owner.SendFormAsync(
            "/models/chat", "/models/chat/names", ("claimed", "shop/chat@staging")));
        await StreamAsync(host, "shop/chat@staging", number: 2);

        await Eventually.IsTrueAsync("its second span is the owner's", async () =>
            (await RowsAsync(owner)).SingleOrDefault(row => row.GetProperty("name").GetString() == "chat") is
                { ValueKind: JsonValueKind.Object } row && row.GetProperty("observations").GetInt64() == 1);
        var page = await PageAsync(owner, "/models/chat");
        page.QuerySelector("#registration .names")!.TextContent.ShouldContain("shop/chat@staging");
        (await PageAsync(owner, "/models?view=unregistered")).QuerySelector("tbody tr").ShouldBeNull();

        await SeenAsync(owner.SendFormAsync(
            "/models/chat", "/models/chat/names/release", ("claimed", "shop/chat@staging")));
        (await PageAsync(owner, "/models?view=unregistered")).QuerySelector("tbody tr").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_cannot_stand_is_refused_with_the_field_and_the_rule()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        (string Path, string Body, string Says)[] cases =
        [
            ("", """{"name":"chat","environment":"production"}""", "The owner is missing."),
            (
                "",
                """{"name":"chat","environment":"e","owner":"o","heartbeatSeconds":3}""",
                "The expected heartbeat is 10 to 604800 seconds."),
            (
                "",
                """{"name":"chat","environment":"e","owner":"o","tier":"huge"}""",
                "The tier is one of experimental, internal, external, critical."),
            (
                "/chat/versions",
                """{"version":"v1","digest":"sha256:12"}""",
                "The digest is sha256: and 64 lower-case hex digits."),
            (
                "/chat/versions",
                """{"version":"halted"}""",
                "halted is what a gateway is told when nothing may be served."),
            ("/chat/names", """{"name":" "}""", "The name is missing."),
            ("/chat/retire", "{}", "Say why."),
        ];
        foreach (var (path, body, says) in cases)
        {
            using var answer = await owner.SendJsonAsync(
                "/models", "/api/deployments" + path, JsonSerializer.Deserialize<JsonElement>(body));
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
            using var problem = await answer.Content.ReadFromJsonAsync<JsonDocument>(Ct);
            problem!.RootElement.GetProperty("detail").GetString().ShouldBe(says);
        }
    }

    private static async Task RegisterAsync(SignedIn owner, string name)
    {
        using var answer = await owner.SendJsonAsync(
            "/models", "/api/deployments", new { name, environment = "production", owner = "support" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task StreamAsync(GovernanceHost host, string name, int number = 1)
    {
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans(name, Telemetry.Chat(number, "v7")), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task SeenAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<List<JsonElement>> RowsAsync(SignedIn person)
    {
        using var answer = await person.GetAsync("/api/deployments");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Ct));
    }
}
