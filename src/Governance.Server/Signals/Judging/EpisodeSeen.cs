using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Judging;

/// <summary>One episode of a detector: what it found, how it ended, and what people said of it.</summary>
/// <param name="Fingerprint">Its group.</param>
/// <param name="Episode">Its number within the group.</param>
/// <param name="Subject">What the finding is about.</param>
/// <param name="DetectorVersion">Version of the detector's code that opened it.</param>
/// <param name="Severity">What the detector suggested.</param>
/// <param name="From">Event time of the first observation that shows it.</param>
/// <param name="RaisedAt">When it was recorded.</param>
/// <param name="Position">Where in the log.</param>
public sealed record EpisodeSeen(
    Fingerprint Fingerprint,
    int Episode,
    SignalSubject Subject,
    string DetectorVersion,
    Severity Severity,
    DateTimeOffset From,
    DateTimeOffset RaisedAt,
    long Position)
{
    /// <summary>Number of the configuration that opened it; null: opened before there were numbers.</summary>
    public int? ConfigVersion { get; init; }

    /// <summary>Whether it was only recorded: on trial, or by a detector in monitor.</summary>
    public bool IsMonitored { get; init; }

    /// <summary>When it was over; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The incident that it belongs to; null for a note, or while there is none.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>People's last word; null while nobody has said anything.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>Whether people judged it so.</summary>
    internal bool IsJudged(Disposition disposition) => Judgement?.Disposition == disposition;
}

/// <summary>What somebody said of an episode.</summary>
/// <param name="Disposition">What it was.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, as far as lists show it.</param>
/// <param name="At">When.</param>
public sealed record Judgement(Disposition Disposition, Actor By, string Reason, DateTimeOffset At)
{
    /// <summary>Characters of a reason that pages show; the fact holds all of it.</summary>
    private const int ShownReason = 200;

    internal static Judgement Of(SignalGroupEvent.SignalJudged judged, DateTimeOffset at) => new(
        judged.Disposition,
        judged.By,
        judged.Reason.Length > ShownReason ? judged.Reason[..ShownReason] + "…" : judged.Reason,
        at);
}
