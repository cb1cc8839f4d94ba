namespace Governance.Domain.Signals;

/// <summary>What a rule found in recorded facts.</summary>
/// <param name="Sentence">
/// The whole finding, naming the deployment: it becomes an incident's title and the page that wakes somebody.
/// </param>
/// <param name="Measure">What is counted, e.g. <c>seconds of silence</c>.</param>
/// <param name="Observed">How much of it there is.</param>
/// <param name="Limit">How much of it is allowed.</param>
/// <param name="Unit">After the numbers, e.g. <c>s</c>, <c>%</c>; empty for a plain count.</param>
public sealed record ConditionSeen(string Sentence, string Measure, double Observed, double Limit, string Unit)
{
    /// <summary>Version of the rules' code; see <see cref="SignalEvidence.DetectorVersion"/>.</summary>
    public const string RuleVersion = "1";

    private const string Assumption = "A fixed rule over recorded facts; it holds or it does not.";

    /// <summary>The finding in the words of every signal: the limit takes the place of a reference.</summary>
    /// <param name="version">Whose; null: the deployment as a whole.</param>
    /// <param name="from">Since when it holds, as far as the log tells.</param>
    /// <param name="to">When it was found.</param>
    /// <param name="addresses">
    /// Observations that show it; beyond <see cref="SignalEvidence.MaxAddresses"/> they are left out.
    /// </param>
    /// <param name="hint">How much it matters.</param>
    /// <param name="source">Where in the log it was found.</param>
    public SignalEvidence ToEvidence(
        ModelVersion? version,
        DateTimeOffset from,
        DateTimeOffset to,
        IReadOnlyList<ObservationAddress> addresses,
        Severity hint,
        SignalSource source) => new(
            RuleVersion,
            ConfigDigest: "",
            Statistic: Observed,
            StatisticName: Measure,
            Threshold: Limit,
            PValue: null,
            Effect: Observed - Limit,
            Observed < Limit ? SignalDirection.Down : SignalDirection.Up,
            Reference: new ComparedWindow(version, from, to, 0, Limit),
            Current: new ComparedWindow(version, from, to, addresses.Count, Observed),
            Tool: null,
            [.. addresses.Take(SignalEvidence.MaxAddresses)],
            hint,
            EvidenceLabel.Rule,
            Assumption,
            source)
        {
            Condition = this,
        };
}
