using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Signals;

/// <summary>The folded state of <c>budget-fleet</c>.</summary>
/// <param name="FalseIncidentsPerWeek">For the whole fleet.</param>
/// <param name="Deployments">Those that share it. Bounded by what the organisation runs.</param>
public sealed record AlarmBudget(double FalseIncidentsPerWeek, ImmutableHashSet<DeploymentId> Deployments)
{
    /// <summary>What a fleet may spend until somebody says otherwise.</summary>
    public const double Default = 1;

    /// <summary>Less than one false incident in two years cannot be told from silence.</summary>
    public const double Least = 0.01;

    /// <summary>More than a hundred a week nobody reads.</summary>
    public const double Most = 100;

    /// <summary>The opaque part of the one stream's id.</summary>
    public const string Id = "fleet";

    /// <summary>Nobody has said anything, and nothing is watched.</summary>
    public static AlarmBudget Initial { get; } = new(Default, []);

    /// <summary>False incidents a week of each deployment: equal parts.</summary>
    public double Share => FalseIncidentsPerWeek / Math.Max(1, Deployments.Count);

    /// <summary>The budget after one more fact.</summary>
    public static AlarmBudget Evolve(AlarmBudget budget, BudgetEvent fact)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return fact switch
        {
            BudgetEvent.BudgetSet set => budget with { FalseIncidentsPerWeek = set.FalseIncidentsPerWeek },
            BudgetEvent.ShareTaken taken => budget with { Deployments = budget.Deployments.Add(taken.Deployment) },
            BudgetEvent.ShareReturned left => budget with { Deployments = budget.Deployments.Remove(left.Deployment) },
            _ => throw new UnreachableException($"Unknown fact {fact}."),
        };
    }
}
