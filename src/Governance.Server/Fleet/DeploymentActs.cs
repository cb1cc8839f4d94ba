using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Access;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Fleet;

/// <summary>Commits a command on a deployment and answers it.</summary>
internal sealed class DeploymentActs(Transactor transactor, FoldRunner folds, InstallationKey key)
{
    /// <summary>Answers once this node decides by the new facts.</summary>
    public async Task<IResult> RunAsync(
        string name, Func<Deployment, Decision<DeploymentEvent>> decide, HttpContext http)
    {
        var id = key.DeploymentOf(name);
        var outcome = await transactor.TransactAsync(
            FleetStreams.Deployment, id.Value, (state, _) => decide(state), http.User.Actor(), ct: http.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            return Problems.Refused(refusal);
        }

        var position = outcome.Match(done => done.Position, same => same.Position, _ => 0);
        await folds.WaitForAsync(position, http.RequestAborted);
        return Results.Ok(new { id = id.Value, name, position });
    }
}
