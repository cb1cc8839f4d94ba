namespace Governance.Server.Demo;

/// <summary>What people of the story do over the API, and what the story waits for.</summary>
internal sealed partial class Story
{
    /// <summary>Where to go and what to see there, for each role.</summary>
    internal Task InviteAsync(TextWriter output, CancellationToken stop) =>
        new Curtain(stage, output).SayAsync(_incident, _rollout, _waiting, stop);

    private static object Plan() => new
    {
        deployment = Deployment,
        candidate = "v2",
        advance = "automatic",
        stages = new[]
        {
            new { percent = 1, soakSeconds = 8, minObservations = 2 },
            new { percent = 10, soakSeconds = 600, minObservations = 100 },
            new { percent = 100, soakSeconds = 600, minObservations = 1000 },
        },
    };

    private object Approval() => new { planDigest = _planDigest, reason = "read the plan and the evaluation" };

    private async Task RegisterAsync(CancellationToken stop)
    {
        await PutAsync(
            "/api/deployments", new { name = Deployment, environment = "production", owner = "support" }, stop);
        await PutAsync($"/api/deployments/{Deployment}/versions", new { version = "v1" }, stop);
        await PutAsync($"/api/deployments/{Deployment}/versions", new { version = "v2" }, stop);
        await PutAsync($"/api/deployments/{Deployment}/stable", new { version = "v1" }, stop);
    }

    private async Task<string> PlanForTheVisitorAsync(CancellationToken stop)
    {
        const string Other = "claims-triage";
        await PutAsync("/api/deployments", new { name = Other, environment = "production", owner = "claims" }, stop);
        await PutAsync($"/api/deployments/{Other}/versions", new { version = "v1" }, stop);
        await PutAsync($"/api/deployments/{Other}/versions", new { version = "v2" }, stop);
        await PutAsync($"/api/deployments/{Other}/stable", new { version = "v1" }, stop);
        var plan = await PutAsync("/api/rollouts", new { deployment = Other, candidate = "v2" }, stop);
        return plan.Text("id");
    }

    private Task<Answer> PutAsync(string path, object body, CancellationToken stop) =>
        stage.Cast.Author.PostAsync(path, body, stop);

    private Task<Answer> RolloutAsync(CancellationToken stop) =>
        stage.Cast.Officer.GetAsync($"/api/rollouts/{_rollout}", stop);

    private Task StageIsAsync(int percent, CancellationToken stop) => teller.UntilAsync(
        $"{percent} % of users on v2", s_patience, async () =>
        {
            var rollout = await RolloutAsync(stop);
            if (rollout.Text("hold.cause") == "noData")
            {
                // Chance can leave the smallest stage without a single conversation; a person lets it go on then.
                await stage.Cast.Approver.PostAsync(
                    $"/api/rollouts/{_rollout}/release", new { reason = "too few users so far" }, stop);
            }

            return rollout.Number("percent") == percent ? this : null;
        }, stop);

    private Task RolloutIsAsync(IReadOnlyList<string> states, CancellationToken stop) => teller.UntilAsync(
        string.Join(" or ", states), s_patience, async () =>
            states.Contains((await RolloutAsync(stop)).Text("status")) ? this : null, stop);

    private async Task<IReadOnlyList<Answer>> IncidentsAsync(CancellationToken stop) =>
        (await stage.Cast.Officer.GetAsync("/api/incidents?view=all", stop)).Items;

    private Task<Answer> IncidentAsync(string what, Func<Answer, bool> wanted, CancellationToken stop) =>
        teller.UntilAsync(what, s_patience, async () => (await IncidentsAsync(stop)).FirstOrDefault(wanted), stop);

    /// <summary>The page about one incident; an unsigned or a doubled one is a step that failed.</summary>
    private async Task<ReceivedPage> PageAboutAsync(string incident, CancellationToken stop)
    {
        var pages = stage.Pager.Pages;
        var page = await teller.UntilAsync("a page", s_soon, () => Task.FromResult(
            pages.FirstOrDefault(received => received.Body.Contains(incident, StringComparison.Ordinal))), stop);
        Require(page.Genuine, "the page's signature does not hold");
        var doubled = stage.Pager.Pages
            .GroupBy(received => (received.Recipient, received.Body))
            .FirstOrDefault(group => group.Select(received => received.IdempotencyKey).Distinct().Count() > 1);
        Require(doubled is null, "one page came under two idempotency keys");
        return page;
    }
}
