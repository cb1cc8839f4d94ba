using System.Net;
using Governance.Server.Demo;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.EndToEnd;

/// <summary>A server with people, a pager and a deployment, driven by the real SDK.</summary>
internal sealed class Night : IAsyncDisposable
{
    private Night(GovernanceHost host, Cast cast) => (Host, Cast) = (host, cast);

    internal GovernanceHost Host { get; }

    internal Cast Cast { get; }

    internal static async Task<Night> StartAsync(PagerStub pager, CancellationToken stop)
    {
        string[] settings =
        [
            "--Signals:WindowSeconds=5", "--Rollouts:RollbackEffectSeconds=60", "--OnCall:Secret=a secret of the test",
            "--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={new Uri(pager.Address, "/page/officer")}",
            "--OnCall:Ladder:0:WaitSeconds=300",
        ];
        var host = await GovernanceHost.StartAsync(settings);
        return new Night(host, await Cast.GatherAsync(host.Server, stop));
    }

    /// <summary>A day of v1 alone, so that the detectors know what is usual.</summary>
    internal async Task BackfillAsync(string deployment, CancellationToken stop)
    {
        await using var past = Driver.Start(
            Path.Combine(Host.Folder, "past.ndjson"),
            "--endpoint", Otlp, "--deployment", deployment, "--model", "acme-support", "--fast", "--start=-86400",
            "--duration", "86400", "--rate", "0.02", "--signals", "traces,logs", "--governance", "serving");
        (await past.EndAsync(stop)).ShouldBe(0);
    }

    /// <summary>Plans v2 at 10 % at once, approved by a second person; answers the rollout's id.</summary>
    internal async Task<string> RollOutAsync(string deployment, CancellationToken stop)
    {
        await Cast.Author.PostAsync(
            "/api/deployments", new { name = deployment, environment = "production", owner = "support" }, stop);
        await Cast.Author.PostAsync($"/api/deployments/{deployment}/versions", new { version = "v1" }, stop);
        await Cast.Author.PostAsync($"/api/deployments/{deployment}/versions", new { version = "v2" }, stop);
        await Cast.Author.PostAsync($"/api/deployments/{deployment}/stable", new { version = "v1" }, stop);
        var stages = new[] { new { percent = 20, soakSeconds = 600, minObservations = 50 },
            new { percent = 100, soakSeconds = 600, minObservations = 50 } };
        var plan = await Cast.Author.PostAsync(
            "/api/rollouts", new { deployment, candidate = "v2", stages, advance = "automatic" },
            HttpStatusCode.Created, stop);
        await Cast.Approver.PostAsync($"/api/rollouts/{plan.Text("id")}/approve",
            new { planDigest = plan.Text("planDigest"), reason = "read" }, stop);
        return plan.Text("id");
    }

    internal Driver Drive(string deployment, int seconds, string change) => Driver.Start(
        Path.Combine(Host.Folder, "sent.ndjson"),
        "--endpoint", Otlp, "--deployment", deployment, "--model", "acme-support", "--versions", "v1=1",
        "--rate", "8", "--duration", $"{seconds}", "--users", "300", "--signals", "traces,logs",
        "--decide", Web, "--flag", deployment, "--decide-header", $"authorization=Bearer {Cast.GatewayKey}",
        "--change", change);

    internal Task<Answer> IncidentAsync(Func<Answer, bool> wanted, TimeSpan within) => Eventually.GetAsync(
        "an incident", async () =>
            (await Cast.Officer.GetAsync("/api/incidents?view=all", TestContext.Current.CancellationToken))
                .Items.FirstOrDefault(wanted), within);

    /// <summary>When nobody was given the candidate any more.</summary>
    internal async Task<DateTimeOffset> RolledBackAsync(string rollout, TimeSpan within)
    {
        await Eventually.IsTrueAsync("the rollback", async () =>
            (await Cast.Officer.GetAsync($"/api/rollouts/{rollout}", TestContext.Current.CancellationToken))
                .Text("status") is "rollingBack" or "rolledBack", within);
        return TimeProvider.System.GetUtcNow();
    }

    /// <summary>One incident, step, recipient and round is paged under one key, however often it is sent.</summary>
    internal async Task NoPageHasTwoKeysAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        (await Host.Database.ScalarAsync<long>("""
            select count(*) from (
                select 1 from mt_events where type = 'escalation.page_requested'
                group by stream_id, data->>'recipient', data->>'step', data->>'round'
                having count(distinct data->>'idempotencyKey') > 1) doubled
            """)).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        Cast.Dispose();
        await Host.DisposeAsync();
    }

    private string Otlp => Host.OtlpHttp.BaseAddress!.ToString().TrimEnd('/');

    private string Web => Host.Web.BaseAddress!.ToString().TrimEnd('/');
}
