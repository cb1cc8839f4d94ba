namespace Governance.Domain.Signals;

/// <summary>What people say of an episode, once they know.</summary>
public enum Disposition
{
    /// <summary>Nobody could tell.</summary>
    Unknown,

    /// <summary>The behaviour had changed, and somebody should have been told.</summary>
    True,

    /// <summary>The behaviour had not changed: the detector erred.</summary>
    False,

    /// <summary>The behaviour had changed as it was meant to.</summary>
    Expected,
}

/// <summary>A person says what an episode was worth. The detector's precision is counted from that.</summary>
public sealed record JudgeSignal(
    Fingerprint Fingerprint, int Episode, Disposition Disposition, Actor By, string Reason)
{
    /// <summary>Any episode that began can be judged, and judged anew; the last word counts, and the same word again
    /// changes nothing.</summary>
    public Decision<SignalGroupEvent> Decide(SignalGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (Episode < 1 || Episode > group.Episode)
            return new NoSuchEpisode(Episode);
        if (group.Judged == new EpisodeJudged(Episode, Disposition))
            return Decision.Nothing<SignalGroupEvent>();
        return Decision.Append<SignalGroupEvent>(
            new SignalGroupEvent.SignalJudged(Fingerprint, Episode, Disposition, By, Reason));
    }
}
