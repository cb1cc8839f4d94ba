namespace Governance.Server.Intake.Coverage;

/// <summary>How much a deployment's senders say of what they could, and in which words.</summary>
/// <param name="Mapping">Edition of the mapping tables that read its latest segment; null before they had one.</param>
/// <param name="Vocabularies">Spoken in the last 24 hours, else ever; the most used first.</param>
/// <param name="Fields">Everything that a kind which was seen could tell, in the order in which it is shown.</param>
public sealed record DeploymentCoverage(
    int? Mapping, IReadOnlyList<SpokenVocabulary> Vocabularies, IReadOnlyList<FieldCoverage> Fields);

/// <summary>One vocabulary that its senders speak.</summary>
/// <param name="Name">As observations have it, e.g. <c>otel</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Observations">Told in it.</param>
/// <param name="Share">Of all that were told in a vocabulary that is known, 0..1.</param>
public sealed record SpokenVocabulary(string Name, string Title, long Observations, double Share);

/// <summary>One field: how many of the observations that could tell it do.</summary>
/// <param name="Field">Its key in headers, e.g. <c>tokens</c>, <c>evaluation.target</c>.</param>
/// <param name="Kind">Of which kind of observation it is counted, e.g. <c>inference</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Latest">Of those recorded in the last 24 hours; null when there was none.</param>
/// <param name="Ever">Of all.</param>
/// <param name="Needs">What a sender has to say for it.</param>
public sealed record FieldCoverage(
    string Field, string Kind, string Title, CoverageShare? Latest, CoverageShare Ever, string Needs)
{
    /// <summary>Nobody ever said it: it is not measured, which is not the same as nought.</summary>
    public bool IsMeasured => Ever.Known > 0;
}

/// <summary>How many of how many; <paramref name="Of"/> is never 0.</summary>
public sealed record CoverageShare(long Known, long Of)
{
    /// <summary>0..1.</summary>
    public double Share => (double)Known / Of;
}
