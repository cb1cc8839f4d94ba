using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Conditions;

/// <summary>Something that a rule watches over and that holds or does not.</summary>
/// <param name="Deployment">Of which deployment.</param>
/// <param name="DeploymentName">As its sender names it.</param>
/// <param name="Kind">One that is found by rule; see <see cref="SignalKinds.IsFoundByRule"/>.</param>
public sealed record Condition(DeploymentId Deployment, string DeploymentName, SignalKind Kind)
{
    /// <summary>The detector's name of every condition.</summary>
    internal const string Rule = "rule";

    /// <summary>The version it is about; null: the deployment as a whole.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Which one of several, e.g. an alert's fingerprint or a digest; else null.</summary>
    public string? Dimension { get; init; }

    internal Fingerprint Fingerprint =>
        SignalFacts.FingerprintOf(Deployment, new StreamKey(Version?.Value ?? "", Kind, Dimension), Rule);

    internal SignalSubject Subject => new(Deployment, DeploymentName, Version, Kind, Dimension, Rule);
}

/// <summary>That a condition holds, and how it is known.</summary>
/// <param name="Seen">What was found, in words and numbers.</param>
/// <param name="Hint">How much it matters; <see cref="Severity.Sev5"/> is a note and opens no incident.</param>
/// <param name="From">Since when it holds, as far as the log tells.</param>
/// <param name="To">When it was found.</param>
/// <param name="Source">
/// Where in the log. What is found at or before the group's last source changes nothing, so a rule may be asked again.
/// </param>
public sealed record ConditionFinding(
    ConditionSeen Seen, Severity Hint, DateTimeOffset From, DateTimeOffset To, SignalSource Source)
{
    /// <summary>Observations that show it.</summary>
    public IReadOnlyList<ObservationAddress> Addresses { get; init; } = [];
}
