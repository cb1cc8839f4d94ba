using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Budget;

/// <summary>
/// A deployment that is seen or registered takes its share of the budget, and a retired one leaves it.
/// </summary>
internal sealed class BudgetDivision : IReaction
{
    /// <summary>The noun before a deployment's id in its stream's id.</summary>
    private const string Prefix = "deployment-";

    /// <inheritdoc/>
    public string Name => nameof(BudgetDivision);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } =
        [typeof(DeploymentEvent.Observed), typeof(DeploymentEvent.Registered), typeof(DeploymentEvent.Retired)];

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } = [typeof(BudgetEvent.ShareTaken), typeof(BudgetEvent.ShareReturned)];

    /// <summary>All in one order: they share one stream.</summary>
    public string KeyOf(Fact fact) => AlarmBudget.Id;

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var share = new ShareBudget(
            new DeploymentId(fact.StreamId[Prefix.Length..]), fact.Event is not DeploymentEvent.Retired);
        await context.TransactAsync(BudgetBook.Stream, AlarmBudget.Id, share.Decide);
    }
}
