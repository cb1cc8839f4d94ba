namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>
/// There is no way from here to there; the ways that there are, and what they ask, are part of the answer.
/// </summary>
public sealed record IllegalMove(IncidentStatus From, IncidentStatus To) : Refusal(
    "illegal_transition",
    From is IncidentStatus.Undeclared
        ? "There is no such incident."
        : $"The incident is {From.Word()} and cannot become {To.Word()}. "
            + $"It can become: {IncidentMove.WaysFrom(From)}.");

/// <summary>To end what nobody saw contained, somebody says why nothing had to be.</summary>
public sealed record ContainmentUnstated() : Refusal(
    "containment_unstated",
    "Nothing shows that the harm is contained. Say why no containment was necessary, or contain it first. It can "
    + $"become: {IncidentMove.WaysFrom(IncidentStatus.Declared)}.");

/// <summary>A dismissal leaves no signal without a word on what it was worth.</summary>
public sealed record SignalsUnjudged(int Count) : Refusal(
    "signals_unjudged", $"Say what its signals were worth ({Count}): true, false, expected or unknown.");

/// <summary>An officer decides this.</summary>
public sealed record OfficerNeeded(string Act) : Refusal("officer_needed", $"{Act} is for an officer to decide.");

/// <summary>Two officers waive, not one twice.</summary>
public sealed record SecondOfficerNeeded(CloseItem Item) : Refusal(
    "second_officer_needed", "You have asked for this waiver; another officer grants it.");

/// <summary>Not everything is done; the list is the answer.</summary>
public sealed record CloseIncomplete(IReadOnlyList<CloseGap> Missing) : Refusal(
    "close_incomplete",
    "Still missing: "
    + string.Join("; ", Missing.Select(gap => $"{gap.Item.ToString().ToLowerInvariant()}: {gap.What}"))
    + ". Each can be done, or waived by two officers.")
{
    /// <summary>Equal when the same is missing.</summary>
    public bool Equals(CloseIncomplete? other) => other is not null && Missing.SequenceEqual(other.Missing);

    /// <inheritdoc/>
    public override int GetHashCode() => Missing.Count;
}
