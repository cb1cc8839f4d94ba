namespace Governance.Domain.Signals;

/// <summary>
/// The facts of the one stream <c>budget-fleet</c>: how many false incidents a week the detectors of the whole fleet
/// may cause, and among how many deployments that is divided.
/// </summary>
public abstract record BudgetEvent
{
    private BudgetEvent()
    {
    }

    /// <summary>A person sets what the whole fleet may spend; it is divided anew from this position on.</summary>
    /// <param name="FalseIncidentsPerWeek">More than 0.</param>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why.</param>
    public sealed record BudgetSet(double FalseIncidentsPerWeek, Actor By, string Reason) : BudgetEvent;

    /// <summary>One deployment more: everybody's share is smaller from here on.</summary>
    public sealed record ShareTaken(DeploymentId Deployment) : BudgetEvent;

    /// <summary>A retired deployment leaves its share to the others.</summary>
    public sealed record ShareReturned(DeploymentId Deployment) : BudgetEvent;
}
