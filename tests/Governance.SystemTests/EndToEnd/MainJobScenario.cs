using Governance.Server.Audit.Exporting;
using Governance.Server.Demo;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.EndToEnd;

/// <summary>
/// The product's main job, from outside: a model's OpenTelemetry becomes an incident, the gateway obeys the rollback,
/// and an outsider verifies the log.
/// </summary>
public sealed class MainJobScenario
{
    private const string Deployment = "support-assistant";

    /// <summary>What was already on its way when the rollback was ordered may still be told v2.</summary>
    private static readonly TimeSpan s_onItsWay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_models_telemetry_becomes_an_incident_the_gateway_obeys_and_an_outsider_verifies()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var pager = await PagerStub.StartAsync("a secret of the test", stop);
        await using var night = await Night.StartAsync(pager, stop);
        await night.BackfillAsync(Deployment, stop);
        var rollout = await night.RollOutAsync(Deployment, stop);

        await using var driver = night.Drive(
            Deployment, seconds: 100, change: "kind=unseen-tool,amount=0.6,at=15,version=v2");
        var incident = await night.IncidentAsync(row => row.Text("version") == "v2", s_patience);
        // Unseen is SEV2; that its host declares it as persistence is found as well, and is SEV1.
        incident.Text("severity").ShouldBeOneOf("sev1", "sev2");
        await Eventually.IsTrueAsync(
            "the page", () => pager.Pages.Any(page => page.Body.Contains(incident.Text("id"))), s_patience);
        pager.Pages.ShouldAllBe(page => page.Genuine);
        var back = await night.RolledBackAsync(rollout, s_patience);

        (await driver.EndAsync(stop)).ShouldBe(0, "the SDK gave up on something");
        var later = driver.Ledger()
            .Where(line => line.Kind == "decision" && line.Text("phase") == "admission" && line.At > back + s_onItsWay)
            .ToList();
        later.ShouldNotBeEmpty();
        later.ShouldAllBe(line => line.Text("told") == "v1" && line.Text("served") == "v1");

        var folder = Path.Combine(night.Host.Folder, "export");
        await night.Host.Services.GetRequiredService<LogExport>()
            .WriteAsync(folder, Governance.Domain.Actor.Part("test"), stop);
        var (code, said) = await OutsideVerifier.CheckAsync(folder, stop);
        code.ShouldBe(0, said);
        await night.NoPageHasTwoKeysAsync(stop);
    }
}
