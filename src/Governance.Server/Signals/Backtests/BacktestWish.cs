using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Backtests;

/// <summary>A question as people and programs put it.</summary>
internal sealed record BacktestWish
{
    /// <summary>Names or ids of deployments; empty: all that have streamed.</summary>
    public IReadOnlyList<string> Deployments { get; init; } = [];

    /// <summary>A position of the log, or a time as ISO 8601 says it; null: from the beginning.</summary>
    public string? From { get; init; }

    /// <summary>The same; null: until now.</summary>
    public string? Until { get; init; }

    /// <summary>The one configuration; null: as it ran.</summary>
    public VariantWish? A { get; init; }

    /// <summary>The one that it is compared with; null: A alone.</summary>
    public VariantWish? B { get; init; }
}

/// <summary>A <see cref="BacktestVariant"/> in words of change: what is left out stays as it ran.</summary>
internal sealed record VariantWish
{
    public double? FalseIncidentsPerWeek { get; init; }

    public double? WindowSeconds { get; init; }

    public double? LatenessSeconds { get; init; }

    public double? Margins { get; init; }

    public SignalKind? TrialOf { get; init; }

    public IReadOnlyList<DetectorWish>? Detectors { get; init; }

    /// <summary>The configuration, with what it takes from the registry as it is now; or why there is none.</summary>
    internal (BacktestVariant? Variant, Refusal? Refusal) Under(DetectorPolicy policy)
    {
        if (TrialOf is { } signal && policy.Trial(signal) is null)
            return (null, new NothingOnTrial(signal));
        var tried = new List<TriedDetector>();
        foreach (var wish in Detectors ?? [])
        {
            var (one, refusal) = wish.Under(policy);
            if (one is null)
                return (null, refusal);
            tried.Add(one);
        }

        return (
            new BacktestVariant
            {
                FalseIncidentsPerWeek = FalseIncidentsPerWeek,
                WindowSeconds = WindowSeconds,
                LatenessSeconds = LatenessSeconds,
                Margins = Margins,
                TrialOf = TrialOf,
                Detectors = tried.Count > 0 ? tried : null,
            },
            null);
    }

    /// <summary>The detector has nothing on trial, or is off.</summary>
    internal sealed record NothingOnTrial(SignalKind Signal) : Refusal(
        "backtest_nothing_on_trial", $"The detector of {SignalText.NameOf(Signal)} has nothing on trial.");
}

/// <summary>One detector set otherwise.</summary>
/// <param name="Detector">Its word, e.g. <c>refusal</c>.</param>
/// <param name="Mode">Null: as it ran.</param>
/// <param name="Configuration">Changes to the one that stands now; null: as it ran.</param>
internal sealed record DetectorWish(string? Detector, DetectorMode? Mode, ConfigurationBody? Configuration)
{
    internal (TriedDetector? Tried, Refusal? Refusal) Under(DetectorPolicy policy)
    {
        if (SignalWords.KindOf(Detector ?? "") is not { } signal)
            return (null, new NoSuchDetector(Detector));
        if (Configuration is null)
            return (new TriedDetector(signal, Mode, null), null);
        if (policy.StateOf(signal).Standing.Configuration is not { } standing)
            return (null, new RuleHasNoConfiguration());
        var changed = Configuration.ChangedFrom(standing);
        return changed.FaultInPlaceOf(standing) is { } fault
            ? (null, new ConfigurationNotValid(fault))
            : (new TriedDetector(signal, Mode, changed), null);
    }

    /// <summary>No detector has that word.</summary>
    internal sealed record NoSuchDetector(string? Word) : Refusal(
        "backtest_detector_unknown", $"There is no detector “{Word}”.");
}
