namespace Governance.Domain.Signals.Registry;

/// <summary>
/// The facts of one stream <c>detector-{word}</c>: how one kind of signal is found, by which configurations, on trial
/// or in earnest, and what its baselines are.
/// </summary>
public abstract record DetectorEvent
{
    private DetectorEvent()
    {
    }

    /// <summary>A configuration begins its trial beside the one that stands; an earlier trial ends.</summary>
    /// <param name="Version">2, 3, … within the detector; 1 is what was shipped.</param>
    /// <param name="Configuration">All of it, not only what is new.</param>
    /// <param name="Digest">As the signals it raises carry it.</param>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="At">When: the soak is counted from here.</param>
    public sealed record Configured(
        int Version,
        DetectorConfiguration Configuration,
        string Digest,
        Actor By,
        string Reason,
        DateTimeOffset At) : DetectorEvent;

    /// <summary>The configuration on trial is given up; the one that stands goes on.</summary>
    public sealed record TrialWithdrawn(int Version, Actor By, string Reason) : DetectorEvent;

    /// <summary>
    /// The detector is switched off, watched or active. Where <paramref name="Version"/> is on trial, it stands from
    /// here on.
    /// </summary>
    /// <param name="Mode">From here on.</param>
    /// <param name="Version">The configuration that stands.</param>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="At">When.</param>
    public sealed record ModeSet(DetectorMode Mode, int Version, Actor By, string Reason, DateTimeOffset At)
        : DetectorEvent;

    /// <summary>A configuration was tried on the past.</summary>
    public sealed record BackTestNoted(BackTestNote BackTest) : DetectorEvent;

    /// <summary>
    /// The baseline of a version is what it did in a stretch of the log, and stays so.
    /// </summary>
    /// <param name="Deployment">Where.</param>
    /// <param name="ModelVersion">Whose behaviour.</param>
    /// <param name="Number">The baseline's, 2, 3, …; 1 is the one that came by itself.</param>
    /// <param name="From">Position of the first segment.</param>
    /// <param name="Through">Position of the last segment.</param>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why.</param>
    public sealed record BaselineFrozen(
        DeploymentId Deployment,
        ModelVersion ModelVersion,
        int Number,
        long From,
        long Through,
        Actor By,
        string Reason) : DetectorEvent;

    /// <summary>The baseline is forgotten, and a rolling one gathers from here on.</summary>
    public sealed record BaselineRenewed(
        DeploymentId Deployment, ModelVersion ModelVersion, int Number, Actor By, string Reason) : DetectorEvent;
}
