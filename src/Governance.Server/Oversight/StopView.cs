using Governance.Domain.Oversight;

namespace Governance.Server.Oversight;

/// <summary>Everything that the stop page of one deployment shows.</summary>
/// <param name="Name">The deployment's name.</param>
/// <param name="Serving">Who served what in the last five minutes, the busiest first; empty: nothing was seen.</param>
/// <param name="Rollout">Address of the open rollout; null when there is none.</param>
/// <param name="Halt">The halt that stands, or the last one.</param>
/// <param name="HaltedBy">Who ordered it, by name where one is known.</param>
/// <param name="Verdict">What the telemetry said of it.</param>
/// <param name="ReenableOff">Why this person cannot let it serve again; null when they can.</param>
public sealed record StopView(
    string Name,
    IReadOnlyList<ServedVersion> Serving,
    string? Rollout,
    HaltRow? Halt,
    string? HaltedBy,
    VerdictView? Verdict,
    string? ReenableOff)
{
    /// <summary>True while nothing is served.</summary>
    public bool IsHalted => Halt?.State.Stands == true;

    /// <summary>True when one of two people has asked for it to serve again.</summary>
    public bool IsAskedFor => Halt?.State.Status is HaltStatus.ReenableRequested;
}

/// <summary>One version that was served, and its share in percent.</summary>
public sealed record ServedVersion(string Version, double Percent);
