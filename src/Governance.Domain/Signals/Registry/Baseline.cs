namespace Governance.Domain.Signals.Registry;

/// <summary>Whose baseline: of one model version in one deployment.</summary>
public readonly record struct BaselineOf(DeploymentId Deployment, ModelVersion ModelVersion);

/// <summary>What a version is compared with.</summary>
/// <param name="Number">
/// 1 is the one that came by itself; each that is frozen or renewed counts up, and what is compared begins anew.
/// </param>
/// <param name="Frozen">The positions that it was made from and stays at; null: it rolls.</param>
public sealed record Baseline(int Number, PositionRange? Frozen)
{
    /// <summary>
    /// The baseline that comes by itself: it grows with the calm past and is anchored after some days.
    /// </summary>
    public static Baseline First { get; } = new(1, Frozen: null);
}

/// <summary>A stretch of the log, both ends included.</summary>
public sealed record PositionRange(long From, long Through);
