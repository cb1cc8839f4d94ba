namespace Governance.Domain.Signals.Registry;

/// <summary>A back-test of this detector has finished.</summary>
public sealed record NoteBackTest(BackTestNote BackTest)
{
    /// <summary>
    /// Each is noted once, also of a configuration that nobody has asked for yet: it is tried before it is proposed.
    /// </summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return detector.BackTests.Contains(BackTest)
            ? Decision.Nothing<DetectorEvent>()
            : Decision.Append<DetectorEvent>(new DetectorEvent.BackTestNoted(BackTest));
    }
}
