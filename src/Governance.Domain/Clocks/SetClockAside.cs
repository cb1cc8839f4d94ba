using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Asks that a clock not count, because the duty does not exist.</summary>
public sealed record AskToSetAside(string Clock, string Reason, Actor By)
{
    /// <summary>Asking needs a reason and stops nothing.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Find(Clock) is not { } clock)
            return new ClockUnknown(Clock);
        if (!clock.IsRunning)
            return new ClockNotRunning(clock.Status);
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
            return broken;
        var asked = new RegulatoryClockEvent.SettingAsideAsked(Clock, Reason, By);
        return asked == clock.AsideAsked
            ? Decision.Nothing<RegulatoryClockEvent>()
            : Decision.Append<RegulatoryClockEvent>(asked);
    }
}

/// <summary>Agrees that a clock does not count.</summary>
public sealed record SetClockAside(string Clock, Actor By)
{
    /// <summary>Two people, never one, let a duty go.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Find(Clock) is not { } clock)
            return new ClockUnknown(Clock);
        if (clock.Status is ClockStatus.SetAside)
            return Decision.Nothing<RegulatoryClockEvent>();
        if (!clock.IsRunning)
            return new ClockNotRunning(clock.Status);
        if (clock.AsideAsked is not { } asked)
            return new SettingAsideNotAsked();
        return asked.By.Who == By.Who
            ? new OwnSettingAside()
            : Decision.Append<RegulatoryClockEvent>(
                new RegulatoryClockEvent.ClockSetAside(Clock, asked.Reason, asked.By, By));
    }
}
