using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Merging;
using Governance.Domain.Incidents.Responders;
using Governance.Domain.Incidents.Severities;
using Governance.Domain.Signals;

namespace Governance.Domain.Incidents;

/// <summary>
/// Every fact of one incident, stream <c>incident-{id}</c>. When it happened is the time at which the log recorded it.
/// </summary>
public abstract record IncidentEvent
{
    private IncidentEvent()
    {
    }

    /// <summary>Something is wrong and somebody has to look. Shown as <c>INC-{position of this fact}</c>.</summary>
    /// <param name="Title">One line that a person reads in the queue and on the page that wakes them.</param>
    /// <param name="Severity">The first severity.</param>
    /// <param name="DetectedBy">Who or what noticed.</param>
    /// <param name="By">The person or the part of the system that declared it.</param>
    public sealed record IncidentDeclared(string Title, Severity Severity, DetectedBy DetectedBy, Actor By)
        : IncidentEvent
    {
        /// <summary>The deployment it is about, or null when it is about none or about the console itself.</summary>
        public DeploymentId? Deployment { get; init; }

        /// <summary>The sender's own name of the deployment, as it was known then.</summary>
        public string? DeploymentName { get; init; }

        /// <summary>The model version it is about, or null when the finding is not about one version.</summary>
        public ModelVersion? Version { get; init; }

        /// <summary>
        /// The finding's fingerprint: while this incident is open, signals with the same one join it.
        /// </summary>
        public Fingerprint? Fingerprint { get; init; }

        /// <summary>Position of the signal that led here, or null when none did.</summary>
        public long? SignalPosition { get; init; }

        /// <summary>Name of the alarm, e.g. <c>unseen-tool</c>: it is also the name of the runbook.</summary>
        public string? Alarm { get; init; }

        /// <summary>The resolved incident with the same fingerprint that came before, or null.</summary>
        public IncidentId? Predecessor { get; init; }

        /// <summary>Since when somebody knows: what every clock counts from. Null before it was kept.</summary>
        public DateTimeOffset? AwareAt { get; init; }

        /// <summary>The signals that came from the incident that this one was split off; else null.</summary>
        public SignalShare? Taken { get; init; }
    }

    /// <summary>The same finding was made again while the incident was open.</summary>
    /// <param name="Fingerprint">The fingerprint they share.</param>
    /// <param name="Position">Position of the signal.</param>
    public sealed record SignalJoined(Fingerprint Fingerprint, long Position) : IncidentEvent;

    /// <summary>It is worse than thought. The acknowledgement is void: somebody has to look again.</summary>
    public sealed record SeverityRaised(Severity From, Severity To, Actor By, string Reason) : IncidentEvent;

    /// <summary>Somebody is looking at it; the ladder pauses.</summary>
    public sealed record IncidentAcknowledged(Actor By) : IncidentEvent
    {
        /// <summary>Void after that without another word; null where it holds until the end.</summary>
        public DateTimeOffset? LeaseUntil { get; init; }
    }

    /// <summary>Whoever acknowledged is still at it.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Text">What has come of it.</param>
    /// <param name="At">When, which a double click is told by.</param>
    public sealed record ProgressReported(Actor By, string Text, DateTimeOffset At) : IncidentEvent
    {
        /// <summary>The lease goes on until then; null where there is none.</summary>
        public DateTimeOffset? LeaseUntil { get; init; }
    }

    /// <summary>Nothing was heard of whoever acknowledged: somebody else is woken.</summary>
    /// <param name="By">Whose acknowledgement it was.</param>
    public sealed record AckExpired(Actor By) : IncidentEvent;

    /// <summary>Somebody got a role.</summary>
    public sealed record RoleAssigned(IncidentRole Role, PersonId Person, Actor By) : IncidentEvent;

    /// <summary>Somebody gave a role up, or it was taken back.</summary>
    public sealed record RoleReleased(IncidentRole Role, PersonId Person, Actor By) : IncidentEvent;

    /// <summary>The commander offers the command; until it is accepted nothing changes.</summary>
    /// <param name="From">Who commands.</param>
    /// <param name="To">Who is asked.</param>
    /// <param name="Summary">What they have to know.</param>
    /// <param name="Attached">How the incident stood, and what was awaited.</param>
    /// <param name="Until">When the offer lapses.</param>
    public sealed record CommandHandoverOffered(
        PersonId From, PersonId To, string Summary, string Attached, DateTimeOffset Until) : IncidentEvent;

    /// <summary>There is a new commander.</summary>
    public sealed record CommandHandoverAccepted(PersonId From, PersonId To) : IncidentEvent;

    /// <summary>The offer was declined, or taken back; the commander stays.</summary>
    public sealed record CommandHandoverDeclined(PersonId By, string Reason) : IncidentEvent;

    /// <summary>Nobody answered the offer in time; the commander stays.</summary>
    public sealed record CommandHandoverLapsed(PersonId To) : IncidentEvent;

    /// <summary>Words for whoever reads the timeline. Never edited, never removed.</summary>
    public sealed record NoteAdded(Actor By, string Text) : IncidentEvent;

    /// <summary>An order was given to contain the harm. Asking is not yet stopping.</summary>
    /// <param name="Action">Roll back or halt.</param>
    /// <param name="Order">Stream of the order, e.g. <c>rollout-4f…</c> or <c>halt-9a…</c>.</param>
    /// <param name="Target">What is contained, in the words of the sender, e.g. <c>support-triage v2</c>.</param>
    /// <param name="By">Who gave the order.</param>
    public sealed record ContainmentRequested(ContainmentAction Action, string Order, string Target, Actor By)
        : IncidentEvent;

    /// <summary>The order's effect was seen in what the models stream.</summary>
    /// <param name="Action">Roll back or halt.</param>
    /// <param name="Order">Stream of the order.</param>
    /// <param name="ElapsedMs">
    /// From the order to the last observation that it should have prevented, milliseconds.
    /// </param>
    public sealed record ContainmentEffectObserved(ContainmentAction Action, string Order, long ElapsedMs)
        : IncidentEvent;

    /// <summary>The order's effect was not seen in time, or activity was seen after it.</summary>
    /// <param name="Action">Roll back or halt.</param>
    /// <param name="Order">Stream of the order.</param>
    /// <param name="Finding">What was seen instead, one sentence.</param>
    public sealed record ContainmentEffectNotObserved(ContainmentAction Action, string Order, string Finding)
        : IncidentEvent;

    /// <summary>
    /// An officer holds it for milder than it was. Nothing that was due because of the severity becomes less due.
    /// </summary>
    public sealed record SeverityLowered(Severity From, Severity To, Actor By, string Reason) : IncidentEvent;

    /// <summary>What is known of the harm was put on record, and what the policy makes of it.</summary>
    /// <param name="Harm">What is known.</param>
    /// <param name="Result">How severe that is.</param>
    /// <param name="PolicyVersion">Version of the severity matrix.</param>
    /// <param name="By">Who knows.</param>
    public sealed record SeverityAssessed(Harm Harm, Severity Result, int PolicyVersion, Actor By) : IncidentEvent;

    /// <summary>A person showed that the harm is contained.</summary>
    public sealed record IncidentContained(Actor By, string Evidence) : IncidentEvent;

    /// <summary>The incident is over.</summary>
    public sealed record IncidentResolved(Actor By, string Resolution) : IncidentEvent
    {
        /// <summary>Why nothing had to be contained; null where something was.</summary>
        public string? NoContainment { get; init; }

        /// <summary>
        /// The same finding until then reopens this incident; later it is a new one. Null where there is no window.
        /// </summary>
        public DateTimeOffset? ReopensUntil { get; init; }
    }

    /// <summary>A review is required before the incident is closed.</summary>
    /// <param name="Why">Which rule asks for it.</param>
    /// <param name="MeetBy">People meet over it until then.</param>
    /// <param name="PublishBy">It is published until then.</param>
    public sealed record ReviewOpened(string Why, DateTimeOffset MeetBy, DateTimeOffset PublishBy) : IncidentEvent;

    /// <summary>What was learned is there for others to read.</summary>
    public sealed record ReviewPublished(Actor By, string Findings) : IncidentEvent;

    /// <summary>It is not over after all; somebody has to look again.</summary>
    /// <param name="By">Who, or the rule that saw the finding again.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Severity">The severity it has, for whoever reads this fact alone.</param>
    public sealed record IncidentReopened(Actor By, string Reason, Severity Severity) : IncidentEvent;

    /// <summary>It was no incident.</summary>
    public sealed record IncidentDismissed(Actor By, DismissReason Code, string Reason) : IncidentEvent
    {
        /// <summary>What its signals were worth, judged in the same commit; null where it had none.</summary>
        public Disposition? Verdict { get; init; }
    }

    /// <summary>It became part of another incident, which holds its signals now.</summary>
    public sealed record IncidentMerged(IncidentId Target, Actor By, string Reason) : IncidentEvent;

    /// <summary>It stands on its own again.</summary>
    /// <param name="By">Who says so.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Severity">The severity it has, for whoever reads this fact alone.</param>
    /// <param name="Signals">What it got back.</param>
    public sealed record IncidentUnmerged(
        Actor By, string Reason, Severity Severity, IReadOnlyList<SignalShare> Signals) : IncidentEvent;

    /// <summary>Another incident became part of this one.</summary>
    /// <param name="Absorbed">The other one, and its signals.</param>
    /// <param name="By">Who says so.</param>
    public sealed record IncidentAbsorbed(AbsorbedIncident Absorbed, Actor By) : IncidentEvent;

    /// <summary>Another incident stands on its own again.</summary>
    /// <param name="Source">The other one.</param>
    /// <param name="Signals">What it took along.</param>
    public sealed record IncidentGivenBack(IncidentId Source, IReadOnlyList<SignalShare> Signals) : IncidentEvent;

    /// <summary>One of its findings is an incident of its own now.</summary>
    public sealed record SignalsSplitOff(IncidentId Into, SignalShare Signals, Actor By, string Reason)
        : IncidentEvent;

    /// <summary>One officer asks to close without something.</summary>
    public sealed record CloseWaiverAsked(CloseItem Item, Actor By, string Reason) : IncidentEvent;

    /// <summary>A second officer grants it.</summary>
    public sealed record CloseWaiverGranted(CloseItem Item, Actor By) : IncidentEvent;

    /// <summary>All is done. The incident and its signals never change again, unless an officer reopens it.</summary>
    public sealed record IncidentClosed(Actor By) : IncidentEvent;
}

/// <summary>Who or what noticed.</summary>
public enum DetectedBy
{
    /// <summary>A detector's signal.</summary>
    Signal,

    /// <summary>A person, by hand.</summary>
    Human,

    /// <summary>The log's own audit.</summary>
    Audit,

    /// <summary>The watch on a halt or a rollback whose effect was not observed.</summary>
    Containment,
}

/// <summary>How harm is contained.</summary>
public enum ContainmentAction
{
    /// <summary>Return to the stable version.</summary>
    Rollback,

    /// <summary>Stop serving.</summary>
    Halt,
}
