using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Records that an approved report was sent.</summary>
/// <param name="Resolved">The incident is over, so no intermediate report follows.</param>
public sealed record SubmitReport(
    string Clock,
    string Channel,
    string Receipt,
    DateTimeOffset SentAt,
    Actor By,
    bool Resolved,
    RegimePack Pack,
    WorkingCalendar Calendar)
{
    /// <summary>
    /// A report that two people stand by ends its clock, late or not, and starts the clock of the report that follows.
    /// </summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Find(Clock) is not { } clock)
            return new ClockUnknown(Clock);
        if (clock.Submission is { } sent && sent.Channel == Channel && sent.Receipt == Receipt && sent.By == By)
            return Decision.Nothing<RegulatoryClockEvent>();
        if (!clock.IsRunning)
            return new ClockNotRunning(clock.Status);
        if (IncidentText.Broken("channel", Channel, IncidentText.TitleLengthMax) is { } broken)
            return broken;
        if (Receipt.Length > IncidentText.TitleLengthMax)
            return new TextTooLong("receipt", IncidentText.TitleLengthMax);
        if (SentAt > now)
            return new TimeAhead("time of sending");
        if (SentAt < clock.StartAt)
            return new SentBeforeStart();
        if (clock.Draft is not { } draft || clock.ApprovedBy is null)
            return new ReportNotApproved();

        var submitted = new RegulatoryClockEvent.ReportSubmitted(Clock, Channel, Receipt, draft.Digest, SentAt, By);
        var after = RegulatoryClocks.Evolve(clocks, submitted);
        var last = Resolved || clock.Started.Kind is ReportKind.Final;
        var next = last || clocks.Clocks.Count >= RegulatoryClocks.ClocksMax
            ? []
            : ClockStarting.Following(
                after, ClockStart.PreviousReport, clock.Started.Report, SentAt, Pack, Calendar).ToList();
        var all = next.Aggregate(after, RegulatoryClocks.Evolve);
        return Decision.Append<RegulatoryClockEvent>([submitted, .. next, .. all.PassedAt(now)]);
    }
}
