using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Writes what is known on one point of the reports.</summary>
public sealed record WritePoint(ReportPoint Point, string Text, Actor By)
{
    /// <summary>The same words again are a double click; a report drafted before keeps its own words.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Number is null)
            return new ClockUnknown("report");
        if (IncidentText.Broken("text", Text, IncidentText.ProseLengthMax) is { } broken)
            return broken;
        var written = new RegulatoryClockEvent.PointWritten(Point, Text, By);
        return clocks.Points.GetValueOrDefault(Point) == written
            ? Decision.Nothing<RegulatoryClockEvent>()
            : Decision.Append<RegulatoryClockEvent>(written);
    }
}

/// <summary>Fixes a report's text, so that it can be approved.</summary>
/// <param name="FactsAsOf">The position up to which the log was read for it.</param>
/// <param name="Text">Its Markdown.</param>
/// <param name="Digest">SHA-256 over the text, hex.</param>
/// <param name="NotYetKnown">The points on which it says so.</param>
public sealed record DraftReport(
    string Clock, long FactsAsOf, string Text, string Digest, IReadOnlyList<ReportPoint> NotYetKnown, Actor By)
{
    /// <summary>A running clock's report may be drafted again and again; the approval before is void then.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Find(Clock) is not { } clock)
            return new ClockUnknown(Clock);
        if (!clock.IsRunning)
            return new ClockNotRunning(clock.Status);
        return clock.Draft is { } draft && draft.Digest == Digest
            ? Decision.Nothing<RegulatoryClockEvent>()
            : Decision.Append<RegulatoryClockEvent>(
                new RegulatoryClockEvent.ReportDrafted(Clock, FactsAsOf, Text, Digest, NotYetKnown, By));
    }
}

/// <summary>Stands by a drafted report.</summary>
/// <param name="Digest">Of the text that was read.</param>
public sealed record ApproveReport(string Clock, string Digest, Actor By)
{
    /// <summary>Somebody else than the drafter approves exactly the text that lies open.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Find(Clock) is not { } clock)
            return new ClockUnknown(Clock);
        if (!clock.IsRunning)
            return new ClockNotRunning(clock.Status);
        if (clock.Draft is not { } draft)
            return new NoDraft();
        if (draft.Digest != Digest)
            return new DraftChanged();
        if (draft.By.Who == By.Who)
            return new OwnDraft();
        return clock.ApprovedBy is not null
            ? Decision.Nothing<RegulatoryClockEvent>()
            : Decision.Append<RegulatoryClockEvent>(new RegulatoryClockEvent.ReportApproved(Clock, Digest, By));
    }
}
