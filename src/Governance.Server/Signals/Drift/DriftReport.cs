using Governance.Domain.Signals;

namespace Governance.Server.Signals.Drift;

/// <summary>A value on one side.</summary>
/// <param name="N">Observations that count.</param>
/// <param name="Value">Rate (0..1), quantile (milliseconds, tokens), mean score or gap.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
public sealed record DriftValue(long N, double Value, double? Low, double? High);

/// <summary>A difference, right minus left, in the signal's own unit.</summary>
/// <param name="Value">The difference.</param>
/// <param name="Low">Lower end of its 95 % interval, as if it were the only one looked at; null: unknown.</param>
/// <param name="High">Upper end.</param>
public sealed record DriftEffect(double Value, double? Low, double? High);

/// <summary>The same difference within task classes, so that another mix of tasks does not make it.</summary>
/// <param name="Effect">Weighted mean of the classes' differences.</param>
/// <param name="Classes">Task classes with enough on both sides.</param>
/// <param name="Share">Share of the observations that lie in them, 0..1.</param>
public sealed record DriftMatched(DriftEffect Effect, int Classes, double Share);

/// <summary>How far the whole distributions lie apart, beside what chance alone would make of it.</summary>
/// <param name="PopulationStability">Population stability index over deciles of the left side, or over values.</param>
/// <param name="PopulationStabilityByChance">
/// What it exceeds once in a hundred times without a change; null with a single bin.
/// </param>
/// <param name="KolmogorovSmirnov">Widest gap of the distribution functions, 0..1.</param>
/// <param name="KolmogorovSmirnovP">Its two-sided p-value.</param>
/// <param name="Wasserstein">How far mass has to be moved, in the signal's unit.</param>
/// <param name="WassersteinByChance">What it is on average without a change.</param>
public sealed record DriftDistance(
    double PopulationStability,
    double? PopulationStabilityByChance,
    double KolmogorovSmirnov,
    double KolmogorovSmirnovP,
    double Wasserstein,
    double WassersteinByChance);

/// <summary>One signal, compared.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Dimension">Which one of several, else null.</param>
/// <param name="Left">What is compared with.</param>
/// <param name="Right">What is compared.</param>
/// <param name="Effect">The difference of both.</param>
/// <param name="Matched">The same within task classes; null where none are known, or only one.</param>
/// <param name="PValue">
/// Of "no difference", of the matched one where there is one; null where nothing can be tested.
/// </param>
/// <param name="QValue">
/// The p-value, adjusted for all that are tested on the page (Benjamini and Hochberg).
/// </param>
/// <param name="Distance">Of the distributions; null for a rate, whose difference is all there is.</param>
public sealed record DriftRow(
    SignalKind Signal,
    string? Dimension,
    DriftValue Left,
    DriftValue Right,
    DriftEffect Effect,
    DriftMatched? Matched,
    double? PValue,
    double? QValue,
    DriftDistance? Distance)
{
    /// <summary>Whether it counts as changed at the page's level.</summary>
    public bool StandsOut => QValue <= DriftReport.Level;
}

/// <summary>A signal that could not be compared.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Dimension">Which one of several, else null.</param>
/// <param name="Left">Observations on the left side that said it.</param>
/// <param name="Right">Those on the right side.</param>
/// <param name="Needs">What a sender has to tell.</param>
public sealed record DriftUnmeasured(SignalKind Signal, string? Dimension, long Left, long Right, string Needs);

/// <summary>A word of a category, and its share on both sides.</summary>
public sealed record WordShare(string Word, long Left, long Right, double LeftShare, double RightShare);

/// <summary>What is named in words, compared.</summary>
/// <param name="Category">Tools, task classes …</param>
/// <param name="Left">How often any was named on the left side.</param>
/// <param name="Right">How often on the right side.</param>
/// <param name="PopulationStability">Population stability index over the words.</param>
/// <param name="ByChance">What it exceeds once in a hundred times without a change; null with one word.</param>
/// <param name="TotalVariation">½ Σ |difference of shares|, 0..1.</param>
/// <param name="Words">Those whose share differs most.</param>
public sealed record CategoryRow(
    DriftCategory Category,
    long Left,
    long Right,
    double PopulationStability,
    double? ByChance,
    double TotalVariation,
    IReadOnlyList<WordShare> Words);

/// <summary>What was read of the log.</summary>
/// <param name="Segments">Segments that hold something of the two sides.</param>
/// <param name="Opened">Those that were read, evenly over each period where there are too many.</param>
/// <param name="Retired">Opened ones whose observations retention has dropped.</param>
/// <param name="Left">Served observations on the left side.</param>
/// <param name="Right">Served observations on the right side.</param>
/// <param name="Uncompared">Readings beyond the signals that are told apart.</param>
public sealed record DriftRead(int Segments, int Opened, int Retired, long Left, long Right, long Uncompared);

/// <summary>Two sides of one deployment, compared signal by signal.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Read">What was read for it.</param>
/// <param name="Rows">What could be compared: what stands out first.</param>
/// <param name="Categories">What is named in words.</param>
/// <param name="NotMeasured">What could not be compared, and what it needs.</param>
public sealed record DriftReport(
    DriftQuestion Question,
    DriftRead Read,
    IReadOnlyList<DriftRow> Rows,
    IReadOnlyList<CategoryRow> Categories,
    IReadOnlyList<DriftUnmeasured> NotMeasured)
{
    /// <summary>Expected share of false ones among those that stand out.</summary>
    public const double Level = 0.05;

    /// <summary>How many rows are tested, for which the q-values are adjusted.</summary>
    public int Tested => Rows.Count(row => row.PValue is not null);

    /// <summary>How many stand out.</summary>
    public int StandingOut => Rows.Count(row => row.StandsOut);
}
