using Governance.Server.Demo;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Governance.SystemTests.Rollouts;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Fleet;

/// <summary>
/// A running server that has heard two models: a registered one whose candidate turns to a tool it never used, and one
/// that nobody registered and that says little.
/// </summary>
internal sealed class FleetWorld(RolloutWorld rollouts) : IAsyncDisposable
{
    internal const string Registered = RolloutWorld.Name;

    internal const string Quiet = "voice/desk";

    private const int Seed = 11;

    internal GovernanceHost Host => rollouts.Host;

    internal SignedIn Officer => rollouts.Officer;

    internal static async Task<FleetWorld> StartAsync()
    {
        var world = new FleetWorld(
            await RolloutWorld.StartAsync("--Signals:WindowSeconds=5", "--Signals:LatenessSeconds=5"));
        await world.PlayAsync(seconds: 100);
        using var sent = await world.Host.OtlpHttp.SendAsync(
            Telemetry.Spans(Quiet, Telemetry.Chat(1), Telemetry.Chat(2)), TestContext.Current.CancellationToken);
        sent.EnsureSuccessStatusCode();
        await world.Host.Services.GetRequiredService<Reactions>()
            .WaitUntilSettledAsync(TestContext.Current.CancellationToken);
        return world;
    }

    public ValueTask DisposeAsync() => rollouts.DisposeAsync();

    /// <summary>v1 and v2 at ten conversations a second, nine to one, until now.</summary>
    private async Task PlayAsync(int seconds)
    {
        var dice = new Dice(Seed);
        var sender = new SyntheticSender(Registered, "acme-chat", "a");
        var batch = new OtlpBatch(sender);
        var otlp = new OtlpClient(Host.OtlpHttp, Host.OtlpHttp.BaseAddress!);
        var from = TimeProvider.System.GetUtcNow().AddSeconds(-seconds - 10);
        for (var i = 0; i < seconds * 10; i++)
        {
            var version = i % 10 == 0 ? "v2" : "v1";
            var behaviour = new Behaviour { UnseenToolShare = version == "v2" && i > seconds * 6 ? 0.7 : 0 };
            sender.Tell(batch, Conversation.Draw(dice, behaviour, version, "user", from.AddSeconds(i / 10.0)), dice);
            if (i % 50 == 49)
                await otlp.SendAsync(batch, TestContext.Current.CancellationToken);
        }
    }
}
