using System.Text.Json.Serialization;
using Governance.Domain.Signals.Registry;

namespace Governance.Domain.Signals;

/// <summary>
/// The facts of one stream <c>signal-group-{fingerprint}</c>: the episodes in which one detector finds one signal of
/// one version changed. At most one episode is open.
/// </summary>
public abstract record SignalGroupEvent
{
    private SignalGroupEvent()
    {
    }

    /// <summary>An episode begins. Who reacts to signals listens to this.</summary>
    /// <param name="Fingerprint">The group's identity, as in its stream id.</param>
    /// <param name="Episode">1, 2, … within the group.</param>
    /// <param name="Subject">What the finding is about.</param>
    /// <param name="Evidence">What was seen.</param>
    public sealed record SignalRaised(
        Fingerprint Fingerprint, int Episode, SignalSubject Subject, SignalEvidence Evidence) : SignalGroupEvent
    {
        /// <summary>A note is shown and kept; it opens no incident and holds no rollout.</summary>
        [JsonIgnore]
        public bool IsNote => Evidence.SeverityHint == Severity.Sev5;

        /// <summary>
        /// A record of what would have been found: it opens no incident, holds no rollout and spends no budget.
        /// </summary>
        [JsonIgnore]
        public bool IsMonitored => Evidence.Mode is not DetectorMode.Active;
    }

    /// <summary>
    /// The detector alarmed again in an open episode; alarms are coalesced, so <paramref name="Count"/> may jump.
    /// </summary>
    public sealed record SignalRepeated(Fingerprint Fingerprint, int Episode, long Count, SignalEvidence Evidence)
        : SignalGroupEvent;

    /// <summary>The behaviour is back within its reference, or was not seen again; the episode is over.</summary>
    /// <param name="Fingerprint">The group's identity.</param>
    /// <param name="Episode">The episode that ends.</param>
    /// <param name="Reason">Why the detector thinks so, one sentence.</param>
    /// <param name="Source">Where in the log.</param>
    public sealed record SignalCleared(Fingerprint Fingerprint, int Episode, string Reason, SignalSource Source)
        : SignalGroupEvent;

    /// <summary>
    /// Observations came late into the windows of an open episode. Both values are kept: what was decided before was
    /// decided on the first.
    /// </summary>
    /// <param name="Fingerprint">The group's identity.</param>
    /// <param name="Episode">Which episode.</param>
    /// <param name="Was">What the alarm had found.</param>
    /// <param name="Now">The same with what came late.</param>
    /// <param name="Stands">
    /// False: with it the value is no longer beyond what was expected, and the episode ends.
    /// </param>
    /// <param name="Source">Where in the log.</param>
    public sealed record SignalRevised(
        Fingerprint Fingerprint,
        int Episode,
        ComparedWindow Was,
        ComparedWindow Now,
        bool Stands,
        SignalSource Source) : SignalGroupEvent;

    /// <summary>A person said what an episode was worth.</summary>
    /// <param name="Fingerprint">The group's identity.</param>
    /// <param name="Episode">Which episode.</param>
    /// <param name="Disposition">What it was.</param>
    /// <param name="By">Who says so.</param>
    /// <param name="Reason">Why.</param>
    public sealed record SignalJudged(
        Fingerprint Fingerprint, int Episode, Disposition Disposition, Actor By, string Reason) : SignalGroupEvent;

    /// <summary>The open episode belongs to an incident.</summary>
    public sealed record SignalLinked(Fingerprint Fingerprint, int Episode, IncidentId Incident) : SignalGroupEvent;
}
