using Governance.Domain.Clocks.Regimes;

namespace Governance.Domain.Clocks;

/// <summary>The incident is resolved: what is owed from then on.</summary>
public sealed record FollowResolution(DateTimeOffset ResolvedAt, RegimePack Pack, WorkingCalendar Calendar)
{
    private const string Over = "The incident is resolved; the final report follows.";

    /// <summary>Intermediate reports end, final ones begin. Everything else is owed as before.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        var starts = ClockStarting.Following(clocks, ClockStart.Resolution, null, ResolvedAt, Pack, Calendar)
            .Where(start => clocks.Find(start.Row) is null);
        return Decision.Append<RegulatoryClockEvent>(
        [
            .. clocks.Clocks.Where(clock => clock is { IsRunning: true, Started.Kind: ReportKind.Intermediate })
                .Select(clock => new RegulatoryClockEvent.ClockEnded(clock.Started.Clock, Over)),
            .. starts,
        ]);
    }
}
