namespace Governance.Domain.Signals;

/// <summary>How a kind of signal is found.</summary>
public static class SignalKinds
{
    /// <summary>Those that detectors find in behaviour, by statistics, in the order of the enumeration.</summary>
    public static IReadOnlyList<SignalKind> Measured { get; } =
        [.. Enum.GetValues<SignalKind>().Where(kind => !kind.IsFoundByRule())];

    /// <summary>True for a condition that holds or does not: <see cref="EvidenceLabel.Rule"/>.</summary>
    public static bool IsFoundByRule(this SignalKind kind) => kind is
        SignalKind.UnregisteredDeployment or
        SignalKind.UnannouncedVersion or
        SignalKind.UnannouncedDigest or
        SignalKind.SenderSilent or
        SignalKind.Incomplete or
        SignalKind.ExternalAlert or
        SignalKind.ForbiddenAction or
        SignalKind.ActivityAfterStop or
        SignalKind.Probing;
}
