namespace Governance.Domain.Signals.Registry;

/// <summary>A rule has nothing that could be configured.</summary>
public sealed record RuleHasNoConfiguration() : Refusal(
    "rule_has_no_configuration", "A rule holds or it does not: only its mode can be set.");

/// <summary>The configuration makes no sense.</summary>
public sealed record ConfigurationNotValid(string Fault) : Refusal("configuration_not_valid", Fault);

/// <summary>The configuration stands already, and another one is on trial.</summary>
public sealed record ConfigurationStands(int Version) : Refusal(
    "configuration_stands", $"This is configuration {Version}, which stands: withdraw the trial instead.");

/// <summary>The detector has no such configuration at work.</summary>
public sealed record NoSuchConfiguration(int Version) : Refusal(
    "no_such_configuration", $"Configuration {Version} neither stands nor is on trial.");

/// <summary>What is on trial is watched by its nature.</summary>
public sealed record TrialIsMonitored(int Version) : Refusal(
    "trial_is_monitored", $"Configuration {Version} is on trial: make it active, or withdraw it.");

/// <summary>The configuration may not wake anybody yet.</summary>
/// <param name="Version">Which.</param>
/// <param name="Missing">Each thing that it lacks, as a list in one sentence.</param>
public sealed record DetectorNotReady(int Version, string Missing) : Refusal(
    "detector_not_ready", $"Configuration {Version} cannot be made active yet. It lacks: {Missing}.");

/// <summary>A baseline is made from what is in the log.</summary>
public sealed record RangeNotInLog(PositionRange Range, long Head) : Refusal(
    "range_not_in_log", $"Positions {Range.From} to {Range.Through} are no stretch of the log, which ends at {Head}.");

/// <summary>The detector compares with no baseline.</summary>
public sealed record NoBaselines() : Refusal(
    "no_baselines", "This detector compares with no baseline: it is a rule, or judges each call or pair by itself.");

/// <summary>Nobody has watched that model there: nothing could be compared with its baseline.</summary>
public sealed record BaselineOfNobody() : Refusal(
    "baseline_of_nobody", "No detector watches a deployment of that id, or the version's name is too long.");

/// <summary>The version has no baseline of that number yet.</summary>
public sealed record NoSuchBaseline(int Number) : Refusal(
    "no_such_baseline", $"There is no baseline {Number} that could be renewed.");

/// <summary>Too many baselines were set by hand.</summary>
public sealed record TooManyBaselines() : Refusal(
    "too_many_baselines",
    $"A detector keeps at most {DetectorState.MaxBaselines} baselines that were set by hand.");
