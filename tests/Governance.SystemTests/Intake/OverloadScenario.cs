using System.Net;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>More comes than can be stored, or there is no room to store it.</summary>
public sealed class OverloadScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_senders_are_asked_to_come_again_and_nothing_is_half_stored()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var disk = await SmallDisk.MountAsync(database, "intake_seen");
        await using var host = await GovernanceHost.StartAsync(database: database);
        await disk.FillAsync();
        var number = 1;
        await Eventually.IsTrueAsync("the disk is full", async () =>
        {
            number++;
            using var answer = await host.OtlpHttp.SendAsync(
                Telemetry.Spans("desk", [.. Enumerable.Range(number * 1_000, 900).Select(n => Telemetry.Chat(n))]),
                Stop);
            return answer.StatusCode is HttpStatusCode.ServiceUnavailable;
        });
        var held = (await Stored.ObservationsIn(host)).Count;

        await disk.EmptyAsync();
        await Eventually.IsTrueAsync("there is room again", async () =>
        {
            using var answer = await host.OtlpHttp.SendAsync(
                Telemetry.Spans("desk", [.. Enumerable.Range(number * 1_000, 900).Select(n => Telemetry.Chat(n))]),
                Stop);
            return answer.StatusCode is HttpStatusCode.OK;
        });
        (await Stored.ObservationsIn(host)).Count.ShouldBe(held + 900);
    }
}
