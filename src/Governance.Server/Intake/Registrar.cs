using System.Collections.Concurrent;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Intake.Mapping;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake;

/// <summary>Makes a deployment visible when its telemetry first arrives. One fact for each, ever.</summary>
internal sealed class Registrar(Transactor transactor)
{
    /// <summary>Deployments known to be known; past it the log is asked again, which is only slower.</summary>
    private const int MaxKnown = 100_000;

    private static readonly StreamOf<Deployment, DeploymentEvent> s_stream =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    // Bounded by MaxKnown.
    private readonly ConcurrentDictionary<DeploymentId, bool> _known = new();

    /// <summary>Lists every sender that nobody has registered as unregistered.</summary>
    public async Task EnsureAsync(IEnumerable<Sender> senders, CancellationToken ct)
    {
        foreach (var sender in senders.Where(sender => !_known.ContainsKey(sender.Deployment)))
        {
            var observed = new ObserveDeployment(sender.Name, sender.Environment, sender.Service);
            await transactor.TransactAsync(
                s_stream,
                sender.Deployment.Value,
                (deployment, _) => observed.Decide(deployment),
                Actor.Part("intake"),
                ct: ct);
            if (_known.Count < MaxKnown)
                _known[sender.Deployment] = true;
        }
    }
}
