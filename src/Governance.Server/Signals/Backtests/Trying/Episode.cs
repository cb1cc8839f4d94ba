using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>Whose behaviour, and what of it: episodes of one stream that overlap are one finding.</summary>
/// <param name="Deployment">Which.</param>
/// <param name="Version">Null: the deployment as a whole.</param>
/// <param name="Signal">What is watched.</param>
/// <param name="Dimension">Which one of several, else null.</param>
public sealed record EpisodeStream(
    DeploymentId Deployment, ModelVersion? Version, SignalKind Signal, string? Dimension)
{
    internal static EpisodeStream Of(SignalSubject subject) =>
        new(subject.Deployment, subject.ModelVersion, subject.Signal, subject.Dimension);
}

/// <summary>From one position of the log to another; null: it has not ended.</summary>
public interface IEpisode
{
    /// <summary>Where it begins.</summary>
    long Position { get; }

    /// <summary>Where it ends.</summary>
    long? EndPosition { get; }
}

/// <summary>An episode that a configuration would have found.</summary>
/// <param name="Fingerprint">The group's identity, as in a real signal.</param>
/// <param name="Number">1, 2, … within the group, as far as the warm-up reaches.</param>
/// <param name="Detector">Which one opened it.</param>
/// <param name="Position">Of the segment that showed it.</param>
/// <param name="At">When that was recorded.</param>
/// <param name="Evidence">What was seen first.</param>
/// <param name="Alarms">Alarms within the range.</param>
/// <param name="Incidents">Incidents that it would have opened: 0 where it is a note or joins an open one.</param>
public sealed record TriedEpisode(
    Fingerprint Fingerprint,
    int Number,
    string Detector,
    long Position,
    DateTimeOffset At,
    SignalEvidence Evidence,
    long Alarms,
    int Incidents) : IEpisode
{
    /// <summary>Of the segment after which it was over; null: it lasts.</summary>
    public long? EndPosition { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndAt { get; init; }
}

/// <summary>An episode that the log has.</summary>
/// <param name="Fingerprint">The group's identity.</param>
/// <param name="Number">1, 2, … within the group.</param>
/// <param name="Detector">Which one opened it.</param>
/// <param name="Position">Of the segment that showed it, as its evidence says.</param>
/// <param name="At">When the signal was recorded.</param>
public sealed record RecordedEpisode(
    Fingerprint Fingerprint, int Number, string Detector, long Position, DateTimeOffset At) : IEpisode
{
    /// <summary>Of the segment after which it was over; null: it lasts.</summary>
    public long? EndPosition { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>What people last said of it; null: nothing.</summary>
    public Disposition? Judged { get; init; }

    /// <summary>The incident that it belongs to.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>Where that incident was declared; it is called INC- and this number.</summary>
    public long? IncidentPosition { get; init; }

    /// <summary>Where people resolved it.</summary>
    public long? ResolvedPosition { get; init; }
}

/// <summary>One finding: what A, B and the log have of it.</summary>
/// <param name="Stream">Whose, and of what.</param>
/// <param name="DeploymentName">As its senders say it.</param>
/// <param name="A">What the one configuration would have found; null: nothing.</param>
/// <param name="B">The same of the other.</param>
/// <param name="Recorded">What the log has; null: nothing.</param>
public sealed record ComparedSignal(
    EpisodeStream Stream, string DeploymentName, TriedEpisode? A, TriedEpisode? B, RecordedEpisode? Recorded)
{
    /// <summary>Where it begins, wherever that is first.</summary>
    internal long First => Math.Min(
        Math.Min(A?.Position ?? long.MaxValue, B?.Position ?? long.MaxValue), Recorded?.Position ?? long.MaxValue);

    /// <summary>Where the last of the three begins.</summary>
    internal long Latest => Math.Max(Math.Max(A?.Position ?? 0, B?.Position ?? 0), Recorded?.Position ?? 0);
}
