using Governance.Domain;
using Governance.Domain.Fleet;

namespace Governance.Server.Fleet;

/// <summary>
/// Under which version of which deployment a sender's word for a model belongs: <c>gpt-x-2026-03</c> may be what spans
/// say of <c>v2</c>. Folded from registrations; not for several threads at once.
/// </summary>
public sealed class ServedNames
{
    // Bounded by deployments × versions × names, each of which has a limit of its own.
    private readonly Dictionary<(string Deployment, string Name), string> _versions = [];

    /// <summary>Takes in a registration.</summary>
    public void Apply(DeploymentId deployment, DeploymentEvent.VersionRegistered registered)
    {
        ArgumentNullException.ThrowIfNull(registered);
        foreach (var name in registered.ServedNames)
        {
            _versions[(deployment.Value, name)] = registered.Version.Value;
        }
    }

    /// <summary>Takes in one more name of a version.</summary>
    public void Apply(DeploymentId deployment, DeploymentEvent.ServedNameAdded added)
    {
        ArgumentNullException.ThrowIfNull(added);
        _versions[(deployment.Value, added.Name)] = added.Version.Value;
    }

    /// <summary>The registered version, or the sender's own word when nobody has said otherwise.</summary>
    public string? VersionOf(string deployment, string? served) =>
        served is not null && _versions.TryGetValue((deployment, served), out var version) ? version : served;
}
