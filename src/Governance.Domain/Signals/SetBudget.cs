namespace Governance.Domain.Signals;

/// <summary>Somebody sets how many false incidents a week the whole fleet may spend.</summary>
public sealed record SetBudget(double FalseIncidentsPerWeek, Actor By, string Reason)
{
    /// <summary>
    /// Any number a week from <see cref="AlarmBudget.Least"/> to <see cref="AlarmBudget.Most"/>; the same one again
    /// changes nothing.
    /// </summary>
    public Decision<BudgetEvent> Decide(AlarmBudget budget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (FalseIncidentsPerWeek is not (>= AlarmBudget.Least and <= AlarmBudget.Most))
            return new BudgetOutOfRange(FalseIncidentsPerWeek);
        return budget.FalseIncidentsPerWeek == FalseIncidentsPerWeek
            ? Decision.Nothing<BudgetEvent>()
            : Decision.Append<BudgetEvent>(new BudgetEvent.BudgetSet(FalseIncidentsPerWeek, By, Reason));
    }
}

/// <summary>A deployment is there, or has gone.</summary>
public sealed record ShareBudget(DeploymentId Deployment, bool Takes)
{
    /// <summary>Who has a share takes no other, and who has none leaves none.</summary>
    public Decision<BudgetEvent> Decide(AlarmBudget budget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (budget.Deployments.Contains(Deployment) == Takes)
            return Decision.Nothing<BudgetEvent>();
        return Decision.Append<BudgetEvent>(
            Takes ? new BudgetEvent.ShareTaken(Deployment) : new BudgetEvent.ShareReturned(Deployment));
    }
}
