using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;

namespace Governance.Server.Clocks;

/// <summary>Clocks in words, with a tone beside them and never instead of them.</summary>
public static class ClockWords
{
    /// <summary>A share of its time left below which a clock is called short.</summary>
    private const double ShortBelow = 0.25;

    /// <summary>Where a clock stands.</summary>
    public static (string Word, Tone Tone) StateOf(Clock clock, DateTimeOffset now) => clock switch
    {
        { Status: ClockStatus.Satisfied, BreachedAt: not null } => ("Reported late", Tone.Medium),
        { Status: ClockStatus.Satisfied } => ("Reported", Tone.Ok),
        { Status: ClockStatus.Superseded } => ("Superseded", Tone.Info),
        { Status: ClockStatus.SetAside } => ("Set aside", Tone.Info),
        { Status: ClockStatus.Ended } => ("Ended", Tone.Info),
        { Started.Period.Unit: PeriodUnit.Hold } => ("Hold", Tone.Medium),
        { Started.Period.Unit: PeriodUnit.Immediately } => ("At once", Tone.Critical),
        { StrictDueAt: { } due } when due <= now => ("Overdue", Tone.Critical),
        { StrictDueAt: { } due } when due - now < (due - clock.StartAt) * ShortBelow => ("Running out", Tone.High),
        _ => ("Running", Tone.Low),
    };

    /// <summary>What a row means, in a word or two.</summary>
    public static string Of(Standing standing) => standing switch
    {
        Standing.Applies => "Runs",
        Standing.Superseded => "Superseded",
        Standing.Waits => "Waits for its start",
        Standing.NotApplicable => "Not applicable",
        Standing.NotYetApplicable => "Adopted, not yet applicable",
        Standing.NoLongerApplicable => "No longer applicable",
        Standing.NotLaw => "Does not count as law",
        _ => throw new UnreachableException($"Unknown standing {standing}."),
    };

    /// <summary>How well something is known, as it is said on screen.</summary>
    public static string Of(SourceReading reading) => reading switch
    {
        SourceReading.Text => "words read",
        SourceReading.SecondHand => "second hand: not read at its source",
        SourceReading.Memory => "from memory: not read at its source",
        _ => throw new UnreachableException($"Unknown reading {reading}."),
    };

    /// <summary>What an incident is before the law.</summary>
    public static string Of(Classification? classification) => classification switch
    {
        null => "Not classified yet",
        Classification.Undetermined => "Undetermined",
        Classification.Reportable => "Reportable",
        Classification.NotReportable => "Not reportable",
        _ => throw new UnreachableException($"Unknown classification {classification}."),
    };

    /// <summary>The heading of a point in a report.</summary>
    public static string Of(ReportPoint point) => point switch
    {
        ReportPoint.Dates => "When it began and ended",
        ReportPoint.Harm => "Harm, and whom it befell",
        ReportPoint.ChainOfEvents => "Chain of events",
        ReportPoint.Model => "Model involved",
        ReportPoint.Involvement => "What shows the model's involvement",
        ReportPoint.Response => "What was done, and will be",
        ReportPoint.Recommendation => "What the recipient is asked to do",
        ReportPoint.RootCause => "Root cause: outputs, inputs, failed mitigations",
        ReportPoint.Patterns => "Patterns, near misses included",
        _ => throw new UnreachableException($"Unknown point {point}."),
    };

    /// <summary>A fact for a timeline: what, who, a line more, and how much it asks for; null: others say it.</summary>
    public static (string What, Actor? By, string? Detail, Tone Tone)? Of(RegulatoryClockEvent fact) => fact switch
    {
        RegulatoryClockEvent.ClassificationAwaited => null,
        RegulatoryClockEvent.ClassificationOverdue => ("Nobody said in time what it is before the law", null, null,
            Tone.Critical),
        RegulatoryClockEvent.ClassificationRecorded e => (
            $"Classified: {Of(e.Classification).ToLowerInvariant()}", e.By,
            string.Join(". ", e.Circumstances.Select(one => one.Words()).Append(e.Basis)), Tone.Info),
        RegulatoryClockEvent.RowsJudged => null,
        RegulatoryClockEvent.ClockStarted e => (
            $"Clock started: {e.Title}", null,
            e.StrictDueAt is { } due ? $"{e.Duty}, to {e.Recipient}. Due {Moment.Absolute(due)}." : e.Duty,
            Tone.Medium),
        RegulatoryClockEvent.AwarenessCorrected e => (
            $"Awareness corrected to {Moment.Absolute(e.To)}", e.By, $"Before: {Moment.Absolute(e.From)}. {e.Reason}",
            Tone.High),
        RegulatoryClockEvent.ClockRecalculated => null,
        RegulatoryClockEvent.ClockSuperseded e => ($"Clock {e.Clock} superseded by {e.ByClock}", null, null, Tone.Info),
        RegulatoryClockEvent.ClockWarned e => ($"Clock {e.Clock}: {Of(e.Warning)}", null, null, Tone.Medium),
        RegulatoryClockEvent.ClockBreached e => (
            $"Clock {e.Clock} overdue", null, $"Due {Moment.Absolute(e.DueAt)}. The report is still owed.",
            Tone.Critical),
        RegulatoryClockEvent.ClockEnded e => ($"Clock {e.Clock} ended", null, e.Reason, Tone.Info),
        RegulatoryClockEvent.SettingAsideAsked e => (
            $"Asked to set clock {e.Clock} aside", e.By, e.Reason, Tone.Medium),
        RegulatoryClockEvent.ClockSetAside e => (
            $"Clock {e.Clock} set aside, by two people", e.By, e.Reason, Tone.High),
        RegulatoryClockEvent.LoweringAsked e => (
            $"Asked to lower to {e.To.Word()} while a report is owed", e.By, e.Reason, Tone.Medium),
        RegulatoryClockEvent.PointWritten e => ($"Report: {Of(e.Point)}", e.By, e.Text, Tone.Info),
        RegulatoryClockEvent.ReportDrafted e => (
            $"Report drafted for {e.Clock}", e.By, $"Not yet known on {e.NotYetKnown.Count} points. {e.Digest}",
            Tone.Info),
        RegulatoryClockEvent.ReportApproved e => ($"Report approved for {e.Clock}", e.By, e.Digest, Tone.Low),
        RegulatoryClockEvent.ReportSubmitted e => (
            $"Report sent for {e.Clock}", e.By,
            $"By {e.Channel}, {Moment.Absolute(e.SentAt)}. Receipt: {(e.Receipt is "" ? "none" : e.Receipt)}.",
            Tone.Ok),
        _ => throw new UnreachableException($"No words for {fact.GetType().Name}."),
    };

    private static string Of(ClockWarning warning) => warning switch
    {
        ClockWarning.AtOnce => "to be done at once",
        ClockWarning.Half => "half of its time is over",
        ClockWarning.ThreeQuarters => "three quarters of its time are over",
        ClockWarning.NineTenths => "nine tenths of its time are over",
        ClockWarning.DayLeft => "a day is left",
        ClockWarning.FourHoursLeft => "four hours are left",
        _ => throw new UnreachableException($"Unknown warning {warning}."),
    };
}
