using System.Globalization;
using System.Net;
using Governance.Domain;
using Governance.Server.Audit.Exporting;
using Governance.Server.Audit.Signing;

namespace Governance.Server.Demo;

/// <summary>The bad half of the night: a model changes, a gateway disobeys, an approval is altered.</summary>
internal sealed partial class Story
{
    private async Task ModelChangesAsync(CancellationToken stop)
    {
        await teller.StepAsync("v2 calls a tool it never used, latency and errors stay flat: an incident", async () =>
        {
            stage.Behave(["v2"], now => now with { UnseenToolShare = 0.5 });
            var found = await IncidentAsync("an incident on v2", row => row.Text("version") == "v2", stop);
            _incident = found.Text("id");
            return $"{found.Text("name")} {found.Text("severity")}: {found.Text("title")}";
        });
        await teller.StepAsync("The officer on call is paged, signed and once", async () =>
        {
            var page = await PageAboutAsync(_incident, stop);
            return $"{page.Recipient}, idempotency key {page.IdempotencyKey}";
        });
        await teller.StepAsync("The rollout is rolled back by rule", async () =>
        {
            await RolloutIsAsync(["rollingBack", "rolledBack"], stop);
            return "every new conversation is told v1";
        });
        await teller.StepAsync("v2's share in the telemetry falls to 0 while v1's rises", async () =>
        {
            await RolloutIsAsync(["rolledBack"], stop);
            var contained = await IncidentAsync("the effect in the incident room", row =>
                row.Text("id") == _incident && row.Number("containedAfterMs") is not null, stop);
            return string.Create(
                CultureInfo.InvariantCulture, $"time to effect {contained.Number("containedAfterMs") / 1000:0.0} s");
        });
    }

    private async Task HaltIsDisobeyedAsync(CancellationToken stop)
    {
        await teller.StepAsync("One person halts the deployment; the second gateway will not obey", async () =>
        {
            stage.Gateways[1].Obeys = false;
            var ordered = await stage.Cast.Officer.PostAsync(
                "/api/halts", new { deployment = Deployment, reason = "drill" }, HttpStatusCode.Created, stop);
            return $"halt {ordered.Text("id")}";
        });
        await teller.StepAsync("It acknowledges and keeps serving: EffectNotObserved, SEV1, page", async () =>
        {
            var incident = await IncidentAsync("a SEV1 incident about the halt", row =>
                row.Text("severity") == "sev1" && row.Text("id") != _incident, stop);
            var page = await PageAboutAsync(incident.Text("id"), stop);
            return $"{incident.Text("name")}: {incident.Text("title")}; {page.Recipient} paged";
        });
    }

    private async Task ApprovalIsAlteredAsync(CancellationToken stop)
    {
        long position = 0;
        await teller.StepAsync("A stored approval is altered by SQL as superuser: signing stops", async () =>
        {
            position = await Saboteur.AlterApprovalAsync(stage.Server.ConnectionString, _rollout, stop);
            var log = stage.Server.Services.GetRequiredService<LogState>();
            var damage = await teller.UntilAsync(
                "the self-audit's finding", s_patience, () => Task.FromResult(log.Damage), stop);
            Require(damage.Position == position, $"position {position} was altered, {damage.Position} is named");
            return $"{damage.Code} at position {position}; intake, pages, halts and decisions go on";
        });
        await teller.StepAsync("governance-verify, another process with only the export, agrees", async () =>
        {
            var folder = Path.Combine(stage.Folder, "export");
            await stage.Server.Services.GetRequiredService<LogExport>()
                .WriteAsync(folder, Actor.Part("demonstration"), stop);
            var (code, said) = await OutsideVerifier.CheckAsync(folder, stop);
            Require(code == 1 && said.Contains($"{position}", StringComparison.Ordinal), $"exit {code}: {said}");
            return $"exit {code}: {said.Split('\n')[0]}";
        });
    }
}
