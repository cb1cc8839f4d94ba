using System.Globalization;
using System.Net;

namespace Governance.Server.Demo;

/// <summary>The night, step by step: who does what, and what must be seen before the story goes on.</summary>
internal sealed partial class Story(Stage stage, StoryTeller teller)
{
    private const string Deployment = "support-assistant";

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private string _rollout = string.Empty;
    private string _planDigest = string.Empty;
    private string _incident = string.Empty;
    private string _waiting = string.Empty;

    internal async Task TellAsync(CancellationToken stop)
    {
        await QuietMonthAsync(stop);
        await ReleaseAsync(stop);
        await UsersChangeAsync(stop);
        await ModelChangesAsync(stop);
        await HaltIsDisobeyedAsync(stop);
        await ApprovalIsAlteredAsync(stop);
        await teller.StepAsync("Another plan waits for a second person: whoever follows the link below", async () =>
        {
            _waiting = await PlanForTheVisitorAsync(stop);
            return $"/rollouts/{_waiting}; the log is damaged and decisions go on";
        });
    }

    private async Task QuietMonthAsync(CancellationToken stop)
    {
        await teller.StepAsync("A quiet month of twelve deployments is back-filled over OTLP", async () =>
        {
            var sent = await stage.BackfillAsync(stop);
            return string.Create(CultureInfo.InvariantCulture, $"{sent:N0} observations acknowledged");
        });
        await teller.StepAsync("Every deployment was watched and nobody was woken", async () =>
        {
            await teller.UntilAsync("the fleet board", s_patience, async () =>
                (await stage.Cast.Officer.GetAsync("/api/deployments", stop)).Items is { Count: var count } items
                    && count == QuietMonth.Deployments ? items : null, stop);
            await stage.CaughtUpAsync(stop);
            var incidents = await IncidentsAsync(stop);
            Require(incidents.Count == 0, $"the queue should be empty, it holds {incidents.Count}");
            return $"{QuietMonth.Deployments} deployments on the board, the incident queue is empty";
        });
    }

    private async Task ReleaseAsync(CancellationToken stop)
    {
        await teller.StepAsync("v1 is registered as stable, v2 is planned at 1 % → 10 % → 100 %", async () =>
        {
            await RegisterAsync(stop);
            var plan = await stage.Cast.Author.PostAsync("/api/rollouts", Plan(), HttpStatusCode.Created, stop);
            (_rollout, _planDigest) = (plan.Text("id"), plan.Text("planDigest"));
            stage.OpenGateways(Deployment);
            return $"plan {_planDigest}";
        });
        await teller.StepAsync("The author approves their own plan and is refused", async () =>
        {
            var refused = await stage.Cast.Author.PostAsync($"/api/rollouts/{_rollout}/approve", Approval(),
                HttpStatusCode.Conflict, stop);
            Require(refused.Text("code").StartsWith("approver_is_", StringComparison.Ordinal), refused.ToString());
            return $"409 {refused.Text("code")}";
        });
        await teller.StepAsync("A second person approves and 1 % of users meet v2", async () =>
        {
            await stage.Cast.Approver.PostAsync(
                $"/api/rollouts/{_rollout}/approve", Approval(), HttpStatusCode.OK, stop);
            await StageIsAsync(1, stop);
            return "bound to the plan's digest; stage 1 %";
        });
        await teller.StepAsync("The evidence of 1 % suffices and 10 % meet v2", async () =>
        {
            await StageIsAsync(10, stop);
            return "soak elapsed, enough observations of v2, nothing restricts the deployment";
        });
    }

    private async Task UsersChangeAsync(CancellationToken stop) =>
        await teller.StepAsync("Users write prompts twice as long to both versions; the rollout goes on", async () =>
        {
            stage.Behave(["v1", "v2"], now => now with { InputTokensMedian = now.InputTokensMedian * 2 });
            await stage.WindowsPassAsync(3, stop);
            var rollout = await RolloutAsync(stop);
            Require(rollout.Text("status") == "running", $"the rollout should run: {rollout}");
            var incidents = await IncidentsAsync(stop);
            Require(incidents.Count == 0, "a change of users was blamed on a model");
            return "a change of users is no change of the model: no incident, no hold";
        });

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StepDidNotHappen(otherwise);
        }
    }
}
