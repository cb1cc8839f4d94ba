using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Server.Access.Keys;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Incidents;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Rollouts;

/// <summary>A running server with a registered deployment, its people, a gateway and senders.</summary>
internal sealed class RolloutWorld : IAsyncDisposable
{
    internal const string Name = "support-assistant";

    private readonly HttpClient _gateway;

    private RolloutWorld(GovernanceHost host, SignedIn owner, SignedIn manager, SignedIn officer, HttpClient gateway)
    {
        (Host, Owner, Manager, Officer, _gateway) = (host, owner, manager, officer, gateway);
    }

    internal GovernanceHost Host { get; }

    /// <summary>Registers versions and plans rollouts.</summary>
    internal SignedIn Owner { get; }

    /// <summary>The second person.</summary>
    internal SignedIn Manager { get; }

    internal SignedIn Officer { get; }

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Effects are due within seconds here; everything else is as it is served.</summary>
    internal static Task<RolloutWorld> StartAsync(params string[] settings) => StartAsync(null, null, settings);

    internal static async Task<RolloutWorld> StartAsync(
        TestDatabase? database, string? folder, params string[] settings)
    {
        var world = await RestartAsync(database, folder, settings);
        await world.RegisterAsync();
        return world;
    }

    /// <summary>Starts without registering anything: what is there was there before.</summary>
    internal static async Task<RolloutWorld> RestartAsync(
        TestDatabase? database, string? folder, params string[] settings)
    {
        string[] hasty =
            ["--Rollouts:RollbackEffectSeconds=3", "--Oversight:HaltEffectSeconds=3", "--Oversight:GraceSeconds=1"];
        var host = await GovernanceHost.StartAsync([.. hasty, .. settings], database, folder);
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>()
            .IssueAsync("gateway", Role.Gateway, Actor.Part("test"), Stop);
        var gateway = new HttpClient { BaseAddress = host.Web.BaseAddress };
        gateway.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new RolloutWorld(
            host,
            await SignedIn.AsAsync(host, Role.ModelOwner),
            await SignedIn.AsAsync(host, Role.ReleaseManager),
            await SignedIn.AsAsync(host, Role.SafetyOfficer),
            gateway);
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        Manager.Dispose();
        Officer.Dispose();
        _gateway.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>A person's act through the API; fails unless it answers as expected.</summary>
    internal static async Task<JsonElement> DoAsync(
        SignedIn person, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await person.SendJsonAsync("/rollouts", path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Plans v2 by the owner; stages need no soak and one observation unless said otherwise.</summary>
    internal async Task<(string Id, string Digest)> PlanAsync(
        string advance = "manual", int soakSeconds = 0, SignedIn? by = null)
    {
        var stages = new[] { 1, 10, 100 }.Select(p => new { percent = p, soakSeconds, minObservations = 1 });
        var planned = await DoAsync(
            by ?? Owner, "/api/rollouts", new { deployment = Name, candidate = "v2", stages, advance },
            HttpStatusCode.Created);
        return (planned.GetProperty("id").GetString()!, planned.GetProperty("planDigest").GetString()!);
    }

    /// <summary>A rollout that a second person approved and that has entered its first stage.</summary>
    internal async Task<string> BegunAsync()
    {
        var (id, digest) = await PlanAsync();
        await DoAsync(Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest, reason = "read" });
        await DoAsync(Manager, $"/api/rollouts/{id}/advance", new { });
        return id;
    }

    /// <summary>What the gateway is told for one person.</summary>
    internal async Task<JsonElement> AskAsync(string user, string name = Name)
    {
        using var answer = await AskRawAsync(name, JsonContent.Create(new { context = new { targetingKey = user } }));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    internal Task<HttpResponseMessage> AskRawAsync(string name, HttpContent body) =>
        _gateway.PostAsync(new Uri($"/ofrep/v1/evaluate/flags/{name}", UriKind.Relative), body, Stop);

    /// <summary>The versions that two hundred people are told.</summary>
    internal async Task<IReadOnlyList<string>> ToldAsync()
    {
        var told = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 200; i++)
        {
            told.Add((await AskAsync($"user-{i}")).GetProperty("value").GetString()!);
        }

        return [.. told];
    }

    /// <summary>Declares an incident as a detector would.</summary>
    internal async Task DeclareAsync(Severity severity, string? version)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("n");
        var declared = new IncidentEvent.IncidentDeclared(
            "Unseen tool", severity, DetectedBy.Signal, Actor.Part("test-detector"))
        {
            Deployment = Deployment,
            DeploymentName = Name,
            Version = version is null ? null : new ModelVersion(version),
        };
        await Host.Services.GetRequiredService<Transactor>().TransactAsync(
            IncidentStreams.Incident, id, (_, _) => Decision.Append<IncidentEvent>(declared),
            Actor.Part("test-detector"), ct: Stop);
    }

    /// <summary>Waits until the stage's evidence holds what was streamed.</summary>
    internal Task SeenAsync(string rollout) => Eventually.IsTrueAsync("the candidate in the stage's evidence", () =>
        Host.Services.GetRequiredService<TrafficBoard>().EvidenceOf(new RolloutId(rollout)).CandidateObservations > 0);

    internal DeploymentId Deployment => Host.Services.GetRequiredService<InstallationKey>().DeploymentOf(Name);

    /// <summary>The facts of a stream that are of one type.</summary>
    internal async Task<IReadOnlyList<TEvent>> FactsAsync<TEvent>(string stream) =>
    [
        .. (await Host.Services.GetRequiredService<EventStore>().FetchStreamAsync(stream, ct: Stop))
            .Select(recorded => EventTypes.Decode(recorded).Event)
            .OfType<TEvent>(),
    ];

    /// <summary>Waits for a fact of that type in a stream.</summary>
    internal async Task<TEvent> EventuallyAsync<TEvent>(string stream)
        where TEvent : class => await Eventually.GetAsync(
            $"{typeof(TEvent).Name} in {stream}",
            async () => (await FactsAsync<TEvent>(stream)) is [.., var last] ? last : null);

    /// <summary>Streams inferences of a version from one instance, as OTLP/JSON.</summary>
    internal async Task ServeAsync(string instance, string version, int count = 5, DateTimeOffset? at = null)
    {
        var start = at ?? TimeProvider.System.GetUtcNow();
        var spans = Enumerable.Range(0, count).Select(_ => Span(version, start)).ToList();
        await SendAsync("/v1/traces", new
        {
            resourceSpans = new[]
            {
                new { resource = Resource(instance), scopeSpans = new[] { new { spans } } },
            },
        });
    }

    /// <summary>A sender says that it has understood a halt.</summary>
    internal Task AcknowledgeAsync(string instance, string halt) => SendAsync("/v1/logs", new
    {
        resourceLogs = new[]
        {
            new
            {
                resource = Resource(instance),
                scopeLogs = new[]
                {
                    new
                    {
                        logRecords = new[]
                        {
                            new
                            {
                                timeUnixNano = Nano(TimeProvider.System.GetUtcNow()),
                                eventName = "governance.halt.acknowledged",
                                attributes = new[]
                                {
                                    Text("governance.halt.id", halt),
                                    new { key = "governance.halt.in_flight", value = (object)new { intValue = "0" } },
                                },
                            },
                        },
                    },
                },
            },
        },
    });

    private async Task SendAsync(string path, object body)
    {
        using var answer = await Host.OtlpHttp.PostAsJsonAsync(path, body, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task RegisterAsync()
    {
        await DoAsync(Owner, "/api/deployments", new { name = Name, environment = "production", owner = "support" });
        foreach (var version in new[] { "v1", "v2" })
        {
            await DoAsync(
                Owner, $"/api/deployments/{Name}/versions", new { version, digest = DigestOf(version) });
        }

        await DoAsync(Owner, $"/api/deployments/{Name}/stable", new { version = "v1" });
    }

    private static string DigestOf(string version) => "sha256:" + Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(version)));

    private static object Span(string version, DateTimeOffset start) => new
    {
        traceId = Hex(16),
        spanId = Hex(8),
        name = "chat",
        kind = 3,
        startTimeUnixNano = Nano(start),
        endTimeUnixNano = Nano(start.AddMilliseconds(20)),
        attributes = new[]
        {
            Text("gen_ai.operation.name", "chat"), Text("gen_ai.provider.name", "acme"),
            Text("gen_ai.response.model", "acme-chat"), Text("governance.model.version", version),
        },
    };

    private static object Resource(string instance) => new
    {
        attributes = new[]
        {
            Text("service.name", Name), Text("service.instance.id", instance), Text("governance.deployment.id", Name),
            Text("deployment.environment.name", "production"),
        },
    };

    private static dynamic Text(string key, string text) => new { key, value = (object)new { stringValue = text } };

    private static string Nano(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);

    private static string Hex(int bytes) => Convert.ToHexStringLower(
        System.Security.Cryptography.RandomNumberGenerator.GetBytes(bytes));
}
