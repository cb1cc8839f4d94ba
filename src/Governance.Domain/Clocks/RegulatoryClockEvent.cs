using Governance.Domain.Clocks.Regimes;

namespace Governance.Domain.Clocks;

/// <summary>
/// Every fact about the reports that one incident owes to authorities, stream <c>clocks-{incident}</c>: one stream for
/// all of its clocks, because which of them runs is one judgement over all rows, and beside the incident's own, because
/// they outlive it.
/// </summary>
public abstract record RegulatoryClockEvent
{
    private RegulatoryClockEvent()
    {
    }

    /// <summary>Somebody has to say what the incident is before the law.</summary>
    /// <param name="Number">Position of the incident's declaration, shown as <c>INC-{number}</c>.</param>
    /// <param name="AwareAt">When it was declared: the organisation knew then at the latest.</param>
    /// <param name="DueAt">Until when it must be said; null when nobody waits for it.</param>
    public sealed record ClassificationAwaited(long Number, DateTimeOffset AwareAt, DateTimeOffset? DueAt)
        : RegulatoryClockEvent;

    /// <summary>Nobody has said it in time, or what was said is "undetermined". This is an alarm of its own.</summary>
    public sealed record ClassificationOverdue(DateTimeOffset DueAt) : RegulatoryClockEvent;

    /// <summary>What the incident is before the law. Saying less than before stops no clock.</summary>
    /// <param name="Circumstances">What is established or reasonably suspected, in the order of their numbers.</param>
    /// <param name="Basis">Why it is said so.</param>
    public sealed record ClassificationRecorded(
        Classification Classification, IReadOnlyList<Circumstance> Circumstances, string Basis, Actor By)
        : RegulatoryClockEvent;

    /// <summary>What each row of the pack means for it, with the reason.</summary>
    /// <param name="PackVersion">Of the pack that was judged by.</param>
    /// <param name="PackDigest">SHA-256 over the pack, hex.</param>
    public sealed record RowsJudged(int PackVersion, string PackDigest, IReadOnlyList<RowVerdict> Verdicts)
        : RegulatoryClockEvent;

    /// <summary>A duty's time runs. All that it depends on is pinned: a later pack changes no running clock.</summary>
    /// <param name="Clock">Its name in this stream: the row's id, and a number from the second one on.</param>
    /// <param name="Report">Clocks with the same one ask for one report.</param>
    /// <param name="Recipient">To whom the report goes.</param>
    /// <param name="StrictDueAt">What alarms go by; null when nothing is due.</param>
    /// <param name="LegalLatestAt">By the regime's way of counting; null when none was read.</param>
    public sealed record ClockStarted(
        string Clock,
        string Row,
        string Title,
        string Duty,
        string Report,
        ReportKind Kind,
        string Recipient,
        ClockStart Start,
        DateTimeOffset StartAt,
        Period Period,
        CountingRule Counting,
        DateTimeOffset? StrictDueAt,
        DateTimeOffset? LegalLatestAt) : RegulatoryClockEvent;

    /// <summary>The organisation knew earlier than was thought. Both times stay on record.</summary>
    public sealed record AwarenessCorrected(DateTimeOffset From, DateTimeOffset To, string Reason, Actor By)
        : RegulatoryClockEvent;

    /// <summary>A clock's times after a correction; those before stay in the facts before.</summary>
    public sealed record ClockRecalculated(
        string Clock, DateTimeOffset StartAt, DateTimeOffset? StrictDueAt, DateTimeOffset? LegalLatestAt)
        : RegulatoryClockEvent;

    /// <summary>A stricter clock asks for the same report.</summary>
    /// <param name="ByClock">The stricter one.</param>
    public sealed record ClockSuperseded(string Clock, string ByClock) : RegulatoryClockEvent;

    /// <summary>Time is passing.</summary>
    public sealed record ClockWarned(string Clock, ClockWarning Warning, DateTimeOffset? DueAt) : RegulatoryClockEvent;

    /// <summary>The strict time is over and no report was recorded. The duty stays.</summary>
    public sealed record ClockBreached(string Clock, DateTimeOffset DueAt) : RegulatoryClockEvent;

    /// <summary>There is nothing to report any more, e.g. no intermediate report once it is resolved.</summary>
    public sealed record ClockEnded(string Clock, string Reason) : RegulatoryClockEvent;

    /// <summary>Somebody wants a clock not to count; it runs until a second person agrees.</summary>
    public sealed record SettingAsideAsked(string Clock, string Reason, Actor By) : RegulatoryClockEvent;

    /// <summary>Two people say that the duty does not exist.</summary>
    public sealed record ClockSetAside(string Clock, string Reason, Actor AskedBy, Actor By) : RegulatoryClockEvent;

    /// <summary>
    /// An officer wants the incident to count as milder while a report is owed; it does once another one agrees.
    /// </summary>
    public sealed record LoweringAsked(Severity To, string Reason, Actor By) : RegulatoryClockEvent;

    /// <summary>What is known on one point that reports must cover.</summary>
    public sealed record PointWritten(ReportPoint Point, string Text, Actor By) : RegulatoryClockEvent;

    /// <summary>A report as it would be sent, made from the facts up to a position.</summary>
    /// <param name="FactsAsOf">The position up to which the log was read.</param>
    /// <param name="Text">Its Markdown: what is approved and sent is on record itself.</param>
    /// <param name="Digest">SHA-256 over that text, hex.</param>
    /// <param name="NotYetKnown">The points on which it says "not yet known".</param>
    public sealed record ReportDrafted(
        string Clock, long FactsAsOf, string Text, string Digest, IReadOnlyList<ReportPoint> NotYetKnown, Actor By)
        : RegulatoryClockEvent;

    /// <summary>A second person stands by that very text.</summary>
    public sealed record ReportApproved(string Clock, string Digest, Actor By) : RegulatoryClockEvent;

    /// <summary>The report was sent, outside of this console.</summary>
    /// <param name="Channel">How, e.g. the authority's portal.</param>
    /// <param name="Receipt">The authority's reference; empty when it gave none.</param>
    /// <param name="Digest">Of the approved text.</param>
    public sealed record ReportSubmitted(
        string Clock, string Channel, string Receipt, string Digest, DateTimeOffset SentAt, Actor By)
        : RegulatoryClockEvent;
}

/// <summary>What an incident is before the law.</summary>
public enum Classification
{
    /// <summary>Not known yet. It stops nothing and is asked again.</summary>
    Undetermined,

    /// <summary>At least one thing happened that a duty may hang on.</summary>
    Reportable,

    /// <summary>Nothing of the kind happened.</summary>
    NotReportable,
}

/// <summary>How far a clock has run.</summary>
public enum ClockWarning
{
    /// <summary>It is to be done at once.</summary>
    AtOnce,

    /// <summary>Half of the time is over.</summary>
    Half,

    /// <summary>Three quarters are over.</summary>
    ThreeQuarters,

    /// <summary>Nine tenths are over.</summary>
    NineTenths,

    /// <summary>A day is left.</summary>
    DayLeft,

    /// <summary>Four hours are left.</summary>
    FourHoursLeft,
}

/// <summary>
/// The points that a report covers: Measure 9.2 (1) to (9) of the code of practice, the most demanding list of those in
/// the pack, so it serves them all.
/// </summary>
public enum ReportPoint
{
    /// <summary>When it began and ended, as far as known.</summary>
    Dates = 1,

    /// <summary>The harm, and whom it befell.</summary>
    Harm,

    /// <summary>The chain of events that led to it.</summary>
    ChainOfEvents,

    /// <summary>The model involved.</summary>
    Model,

    /// <summary>What shows that the model was involved.</summary>
    Involvement,

    /// <summary>What was done, and will be.</summary>
    Response,

    /// <summary>What the recipient is asked to do.</summary>
    Recommendation,

    /// <summary>The root cause: outputs, inputs, failed mitigations.</summary>
    RootCause,

    /// <summary>Patterns, near misses included.</summary>
    Patterns,
}
