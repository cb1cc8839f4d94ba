namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>One way from a status to another. Diagram: <c>docs/state-machines.md</c>.</summary>
/// <param name="From">Where the incident stands.</param>
/// <param name="To">Where it may go.</param>
/// <param name="When">What has to be so, one clause.</param>
public sealed record IncidentMove(IncidentStatus From, IncidentStatus To, string When)
{
    private const string Reopened = "reopened, by the same finding in its window or by a person";

    /// <summary>Every way there is. What is not here is refused with what is.</summary>
    public static IReadOnlyList<IncidentMove> All { get; } =
    [
        new(IncidentStatus.Undeclared, IncidentStatus.Declared, "somebody, or a rule, declares it"),
        new(IncidentStatus.Declared, IncidentStatus.Contained, "an effect was observed, or a person gives evidence"),
        new(IncidentStatus.Declared, IncidentStatus.Resolved, "with the reason why no containment was necessary"),
        new(IncidentStatus.Declared, IncidentStatus.InReview, "resolved, and a review is required"),
        new(IncidentStatus.Declared, IncidentStatus.Dismissed, "by an officer, with every signal judged"),
        new(IncidentStatus.Declared, IncidentStatus.Merged, "another open incident is the same"),
        new(IncidentStatus.Contained, IncidentStatus.Merged, "another open incident is the same"),
        new(IncidentStatus.Merged, IncidentStatus.Declared, "it was not the same, and the other one is not closed"),
        new(IncidentStatus.Contained, IncidentStatus.Declared, "the containment failed"),
        new(IncidentStatus.Contained, IncidentStatus.Resolved, "with words on what ended it"),
        new(IncidentStatus.Contained, IncidentStatus.InReview, "resolved, and a review is required"),
        new(IncidentStatus.Contained, IncidentStatus.Dismissed, "by an officer, with every signal judged"),
        new(IncidentStatus.Resolved, IncidentStatus.Closed, "nothing is missing"),
        new(IncidentStatus.Resolved, IncidentStatus.Declared, Reopened),
        new(IncidentStatus.InReview, IncidentStatus.Closed, "the review is published or waived, nothing is missing"),
        new(IncidentStatus.InReview, IncidentStatus.Declared, Reopened),
        new(IncidentStatus.Closed, IncidentStatus.Declared, "reopened by an officer, with a reason"),
        new(IncidentStatus.Dismissed, IncidentStatus.Declared, "reopened by an officer or by whoever declared it"),
    ];

    /// <summary>Where an incident may go from here.</summary>
    public static IEnumerable<IncidentMove> Ways(IncidentStatus from) => All.Where(move => move.From == from);

    /// <summary>The ways from here, in words, for whoever asked for another one.</summary>
    public static string WaysFrom(IncidentStatus status) => string.Join(
        "; ", Ways(status).Select(move => $"{move.To.Word()} ({move.When})"));
}
