namespace Governance.Domain.Signals;

/// <summary>The group has no episode that could belong to an incident.</summary>
public sealed record NothingToLink()
    : Refusal("signal_nothing_to_link", "This signal has never been raised, so it cannot belong to an incident.");

/// <summary>The episode already belongs to another incident.</summary>
public sealed record LinkedElsewhere(IncidentId Incident)
    : Refusal("signal_linked_elsewhere", $"This signal already belongs to incident {Incident}.");

/// <summary>The group has no episode of that number.</summary>
public sealed record NoSuchEpisode(int Episode)
    : Refusal("signal_no_such_episode", $"This signal has no episode {Episode} that could be judged.");

/// <summary>No detector can keep such a budget.</summary>
public sealed record BudgetOutOfRange(double FalseIncidentsPerWeek) : Refusal(
    "budget_out_of_range",
    $"A fleet may spend {AlarmBudget.Least} to {AlarmBudget.Most} false incidents a week, "
    + $"not {FalseIncidentsPerWeek}.");
