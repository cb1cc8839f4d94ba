using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>One server, many deployments: each test streams as one of its own and reads what was found of it.</summary>
public sealed class SignalWorld : IAsyncLifetime
{
    /// <summary>Turns a second of event time.</summary>
    private const int PerSecond = 10;

    /// <summary>Turns in one export.</summary>
    private const int PerExport = 250;

    private GovernanceHost? _host;

    internal GovernanceHost Host => _host ?? throw new InvalidOperationException("The world has not begun.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync(
        ["--Signals:WindowSeconds=5", "--Signals:LatenessSeconds=1"]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// Streams so many quiet turns and then so many changed ones, and gives the signals once all has been judged.
    /// </summary>
    internal async Task<IReadOnlyList<SignalGroupEvent.SignalRaised>> PlayAsync(
        string deployment, int quiet, int changed, Action<Wire, Turn> turn, int seed = 5)
    {
        var wire = new Wire(Host, deployment, seed);
        var from = TimeProvider.System.GetUtcNow().AddSeconds(-30 - ((quiet + changed) / (double)PerSecond));
        for (var i = 0; i < quiet + changed; i++)
        {
            turn(wire, new Turn(i, i >= quiet, from.AddSeconds(i / (double)PerSecond)));
            if ((i + 1) % PerExport == 0)
                await wire.SendAsync(Ct);
        }

        await wire.SendAsync(Ct);
        return await RaisedAsync(deployment);
    }

    /// <summary>
    /// The address's words for the first and the second half of so many turns that are about to be played.
    /// </summary>
    internal static string Halves(int turns)
    {
        var now = TimeProvider.System.GetUtcNow();
        var half = TimeSpan.FromSeconds(turns / 2.0 / PerSecond);
        var middle = now.AddSeconds(-30) - half;
        return $"leftFrom={Moment.Iso(middle - half - half)}&leftTo={Moment.Iso(middle)}"
            + $"&rightFrom={Moment.Iso(middle)}&rightTo={Moment.Iso(now.AddMinutes(5))}";
    }

    /// <summary>Every signal of a deployment, once its last segment has been judged.</summary>
    internal async Task<IReadOnlyList<SignalGroupEvent.SignalRaised>> RaisedAsync(string deployment)
    {
        var store = Host.Services.GetRequiredService<EventStore>();
        var last = (await store.ReadAsync(0, 20_000, [EventTypes.AliasOf<BehaviourEvent.SegmentRecorded>()], false, Ct))
            .Select(EventTypes.Decode)
            .Last(fact => ((BehaviourEvent.SegmentRecorded)fact.Event).Name == deployment);
        await Host.Services.GetRequiredService<Reactions>().WaitForAsync(last.Position, Ct);
        return
        [
            .. (await store.ReadAsync(0, 20_000, [EventTypes.AliasOf<SignalGroupEvent.SignalRaised>()], false, Ct))
                .Select(EventTypes.Decode).Select(fact => fact.Event).OfType<SignalGroupEvent.SignalRaised>()
                .Where(raised => raised.Subject.DeploymentName == deployment && IsOfBehaviour(raised.Subject.Signal)),
        ];
    }

    /// <summary>Not what the registry finds of a deployment that nobody has registered.</summary>
    private static bool IsOfBehaviour(SignalKind kind) => !kind.IsFoundByRule()
        || kind is SignalKind.ForbiddenAction or SignalKind.ActivityAfterStop or SignalKind.Probing;

    /// <summary>One turn of a deployment.</summary>
    internal sealed record Turn(int Number, bool Changed, DateTimeOffset At);
}
