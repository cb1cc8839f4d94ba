using System.Diagnostics;

namespace Governance.Domain.Signals;

/// <summary>Where a group of equal findings stands.</summary>
public enum SignalStatus
{
    /// <summary>Nothing was ever found.</summary>
    Silent,

    /// <summary>An episode is open.</summary>
    Open,

    /// <summary>The last episode is over.</summary>
    Cleared,
}

/// <summary>What a person said of an episode.</summary>
public sealed record EpisodeJudged(int Episode, Disposition Disposition);

/// <summary>The folded state of one <c>signal-group-{fingerprint}</c>.</summary>
/// <param name="Status">Whether an episode is open.</param>
/// <param name="Episode">Number of the last episode, 0 before the first.</param>
/// <param name="Count">Alarms in the last episode.</param>
/// <param name="Incident">The incident that the last episode belongs to, or null.</param>
/// <param name="LastSource">
/// The last finding that this group has taken in: nothing at or before it counts again.
/// </param>
public sealed record SignalGroup(
    SignalStatus Status, int Episode, long Count, IncidentId? Incident, SignalSource LastSource)
{
    /// <summary>What was said last of an episode; null before anybody said anything.</summary>
    public EpisodeJudged? Judged { get; init; }

    /// <summary>Whether the last episode was only recorded; see <see cref="SignalEvidence.Mode"/>.</summary>
    public bool IsMonitored { get; init; }

    /// <summary>Nothing was ever found.</summary>
    public static SignalGroup Initial { get; } = new(SignalStatus.Silent, 0, 0, null, default);

    /// <summary>The group after one more fact.</summary>
    public static SignalGroup Evolve(SignalGroup group, SignalGroupEvent fact) => fact switch
    {
        SignalGroupEvent.SignalRaised raised =>
            new SignalGroup(SignalStatus.Open, raised.Episode, 1, null, raised.Evidence.Source)
            {
                Judged = group.Judged,
                IsMonitored = raised.IsMonitored,
            },
        SignalGroupEvent.SignalRepeated repeated =>
            group with { Count = repeated.Count, LastSource = repeated.Evidence.Source },
        SignalGroupEvent.SignalCleared cleared =>
            group with { Status = SignalStatus.Cleared, LastSource = cleared.Source },
        SignalGroupEvent.SignalRevised revised => group with { LastSource = revised.Source },
        SignalGroupEvent.SignalLinked linked => group with { Incident = linked.Incident },
        SignalGroupEvent.SignalJudged judged => group with
        {
            Judged = new EpisodeJudged(judged.Episode, judged.Disposition),
        },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
