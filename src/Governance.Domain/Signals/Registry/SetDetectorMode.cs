namespace Governance.Domain.Signals.Registry;

/// <summary>Somebody switches a detector off, has it watched, or makes it active.</summary>
/// <param name="Mode">What is wished.</param>
/// <param name="Version">Of which configuration; null: of the one that stands.</param>
/// <param name="Readiness">What is known of the one on trial.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record SetDetectorMode(
    DetectorMode Mode, int? Version, Readiness Readiness, Actor By, string Reason)
{
    /// <summary>
    /// The standing configuration has been active before and may be so again. The one on trial takes its place only
    /// when there is a runbook, it has soaked, and it was tried on the past.
    /// </summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var version = Version ?? detector.Standing.Version;
        if (version == detector.Standing.Version)
        {
            return Mode == detector.Mode
                ? Decision.Nothing<DetectorEvent>()
                : Decision.Append<DetectorEvent>(new DetectorEvent.ModeSet(Mode, version, By, Reason, now));
        }

        if (version != detector.Trial?.Version)
            return new NoSuchConfiguration(version);
        if (Mode is not DetectorMode.Active)
            return new TrialIsMonitored(version);
        return Readiness.MissingIn(detector, now) is { Count: > 0 } missing
            ? new DetectorNotReady(version, string.Join("; ", missing))
            : Decision.Append<DetectorEvent>(new DetectorEvent.ModeSet(Mode, version, By, Reason, now));
    }
}
