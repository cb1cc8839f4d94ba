namespace Governance.Server.Signals.Drift;

/// <summary>The drift report's page.</summary>
/// <param name="Asked">What was put into the form.</param>
/// <param name="Known">What can be asked of.</param>
/// <param name="Report">The answer; null before anything is asked.</param>
/// <param name="Problem">Why it cannot be answered; null when it can.</param>
public sealed record DriftView(
    DriftAsked Asked, IReadOnlyList<WatchedDeployment> Known, DriftReport? Report, string? Problem)
{
    /// <summary>Versions that can be named of the deployment that is asked of.</summary>
    public IEnumerable<string> Versions => Known.FirstOrDefault(one => one.Name == Asked.Deployment)?.Versions
        .Select(version => version.Value) ?? [];
}
