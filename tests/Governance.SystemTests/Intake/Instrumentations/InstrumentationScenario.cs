using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Intake;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake.Instrumentations;

/// <summary>
/// Published instrumentations, unmodified and at pinned versions, with their exporters pointed here and nothing else:
/// each gives the registered deployment, version, tokens and finish reasons of a stub of a model's server.
/// </summary>
public sealed class InstrumentationScenario
{
    /// <summary>The version as it is registered.</summary>
    private const string Registered = "v1";

    /// <summary>The name that it is served under, which is what spans say.</summary>
    private const string Served = "acme-chat-2026-10-01";

    /// <summary>Each with the vocabulary that it turns out to speak.</summary>
    private static readonly (string Name, string Vocabulary)[] s_published =
    [
        ("opentelemetry", "otel-1.36"),
        ("traceloop", "otel"),
        ("openinference", "openinference"),
        ("vercel", "vercel"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_tells_its_deployment_version_tokens_and_finish_reasons_with_nothing_but_an_endpoint()
    {
        var home = Home();
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        foreach (var (name, _) in s_published)
            await RegisterAsync(owner, NameOf(name));
        var endpoint = host.OtlpHttp.BaseAddress!.ToString().TrimEnd('/');
        var truths = await Task.WhenAll(s_published.Select(one => SpeakAsync(home, one.Name, endpoint)));
        var segments = await Stored.SegmentsIn(host);
        foreach (var ((name, vocabulary), truth) in s_published.Zip(truths))
        {
            var stored = segments.Where(segment => segment.Header.Name == NameOf(name)).ToList();
            var calls = stored.SelectMany(segment => segment.Observations)
                .Where(one => one.Kind is ObservationKind.Inference)
                .ToList();
            calls.Select(Said).Order().ShouldBe(truth.Order(), name);
            calls.ShouldAllBe(one => one.ModelVersion == Served && one.Failed == false, name);
            calls.ShouldAllBe(one => one.Vocabulary == vocabulary && one.Provider == "openai", name);
            var tokens = stored.SelectMany(segment => segment.Observations).Sum(one => one.InputTokens ?? 0);
            tokens.ShouldBe(truth.Sum(call => call.Input ?? 0), $"{name}: no token is counted twice");
        }
        foreach (var (name, _) in s_published)
            await ShouldServeWhatIsRegisteredAsync(owner, NameOf(name));
    }

    private static (string? Finish, long? Input, long? Output) Said(Observation one) =>
        (one.Finish, one.InputTokens, one.OutputTokens);

    private static string NameOf(string instrumentation) => $"speaks-{instrumentation}";

    private static async Task RegisterAsync(SignedIn owner, string name)
    {
        await PostAsync("/api/deployments", new { name, environment = "production", owner = "support" });
        await PostAsync(
            $"/api/deployments/{name}/versions", new { version = Registered, servedNames = new[] { Served } });

        async Task PostAsync(string path, object body)
        {
            using var answer = await owner.SendJsonAsync("/models", path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    private static async Task ShouldServeWhatIsRegisteredAsync(SignedIn owner, string name)
    {
        var row = default(JsonElement);
        await Eventually.IsTrueAsync($"{name} has been heard", async () =>
        {
            using var answer = await owner.GetAsync("/api/deployments");
            using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
            row = list.RootElement.EnumerateArray().Single(one => one.GetProperty("name").GetString() == name).Clone();
            return row.GetProperty("observations").GetInt64() > 0;
        });
        row.GetProperty("status").GetString().ShouldBe("registered");
        var version = row.GetProperty("versions").EnumerateArray().ShouldHaveSingleItem();
        (version.GetProperty("version").GetString(), version.GetProperty("isRegistered").GetBoolean())
            .ShouldBe((Registered, true));
    }

    private static async Task<IReadOnlyList<(string? Finish, long? Input, long? Output)>> SpeakAsync(
        string home, string name, string endpoint)
    {
        var start = new ProcessStartInfo("node", ["speak.cjs", name, endpoint])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, name);
        using var truth = JsonDocument.Parse(said);
        truth.RootElement.GetProperty("version").GetString().ShouldBe(Served);
        return
        [
            .. truth.RootElement.GetProperty("answers").EnumerateArray().Select(answer => (
                OurWordFor(answer.GetProperty("finish_reason").GetString()!),
                (long?)answer.GetProperty("prompt_tokens").GetInt64(),
                (long?)answer.GetProperty("completion_tokens").GetInt64())),
        ];
    }

    private static string? OurWordFor(string reason) => reason == "tool_calls" ? "tool_call" : reason;

    private static string Home()
    {
        var folder = Path.Combine(Checkout.Root, "artifacts", "instrumentations");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The published instrumentations are not installed: tests/run.sh does it, where npm is.");
        return folder;
    }
}
