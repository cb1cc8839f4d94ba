namespace Governance.Domain.Signals.Registry;

/// <summary>A configuration with its place in the detector's history.</summary>
/// <param name="Version">1 is what was shipped.</param>
/// <param name="Configuration">Null for a rule.</param>
/// <param name="Digest">As the signals that it raises carry it.</param>
/// <param name="MonitoredSince">
/// Since when it is on trial without a break; null while the detector is off, and for the one that stands.
/// </param>
public sealed record DetectorSetup(
    int Version, DetectorConfiguration? Configuration, string Digest, DateTimeOffset? MonitoredSince);
