using System.Collections.Concurrent;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Intake.Mapping;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake;

/// <summary>
/// The registry's word on who sends under which name: <c>shop/chat@staging</c>, made of a service's namespace, name and
/// environment, may be another name of the registered deployment <c>support-chat</c>.
/// </summary>
internal sealed class SenderNames : IFold
{
    // Claimed names, by the id that the name has by itself. Bounded by what people register.
    private readonly ConcurrentDictionary<DeploymentId, (DeploymentId Id, string Name)> _owners = new();

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        switch (fact.Event)
        {
            case DeploymentEvent.NameClaimed claimed:
                _owners[IdIn(fact)] = (claimed.Owner, claimed.OwnerName);
                break;
            case DeploymentEvent.NameReleased:
                _owners.TryRemove(IdIn(fact), out _);
                break;
        }
    }

    /// <summary>The sender as the deployment that its name belongs to; unclaimed names stand for themselves.</summary>
    public Sender Resolve(Sender sender) => !_owners.IsEmpty && _owners.TryGetValue(sender.Deployment, out var owner)
        ? sender with { Deployment = owner.Id, Name = owner.Name }
        : sender;

    private static DeploymentId IdIn(Fact fact) => new(fact.IdIn("deployment"));
}
