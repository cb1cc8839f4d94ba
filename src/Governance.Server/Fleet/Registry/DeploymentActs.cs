using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Access;
using Governance.Server.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet.Registry;

/// <summary>Commits commands on deployments; whoever is answered finds every read model of this node current.</summary>
internal sealed class DeploymentActs(Transactor transactor, FoldRunner folds, InstallationKey key)
{
    /// <summary>A command on the deployment of this name.</summary>
    public Task<Outcome<Deployment>> RunAsync(
        string name, Func<Deployment, Decision<DeploymentEvent>> decide, HttpContext http) =>
        CommitAsync(key.DeploymentOf(name), from => new(new Plan<DeploymentEvent>(decide(from.State))), http);

    /// <summary>A registered deployment claims the name of something that streams unregistered.</summary>
    public Task<Outcome<Deployment>> ClaimAsync(string name, string claimed, HttpContext http)
    {
        var owner = key.DeploymentOf(name);
        var claim = new ClaimName(claimed, owner, name);
        return CommitAsync(
            key.DeploymentOf(claimed),
            async from => new Plan<DeploymentEvent>(
                claim.Decide(from.State, await from.ReadAsync(FleetStreams.Deployment, owner.Value))),
            http);
    }

    /// <summary>The deployment gives the name back.</summary>
    public Task<Outcome<Deployment>> ReleaseAsync(string name, string claimed, HttpContext http) =>
        RunAsync(claimed, new ReleaseName(claimed, key.DeploymentOf(name)).Decide, http);

    /// <summary>Opaque id of the deployment of this name.</summary>
    public DeploymentId IdOf(string name) => key.DeploymentOf(name);

    private async Task<Outcome<Deployment>> CommitAsync(
        DeploymentId id, Func<Deciding<Deployment>, ValueTask<Plan<DeploymentEvent>>> plan, HttpContext http)
    {
        var outcome = await transactor.PlanAsync(
            FleetStreams.Deployment, id.Value, plan, http.User.Actor(), http.RequestAborted);
        var position = outcome.Match(done => done.Position, same => same.Position, _ => 0);
        await folds.WaitForAsync(position, http.RequestAborted);
        return outcome;
    }
}
