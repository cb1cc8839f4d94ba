using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Backtests.Pages;

/// <summary>
/// The form's fields; empty ones are left as it ran. The API can set more than one detector otherwise.
/// </summary>
internal sealed class BacktestForm
{
    public string[]? Deployment { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    public string? MarginsA { get; init; }

    public string? BudgetA { get; init; }

    /// <summary>The word of a detector whose trial stands in A, or in B.</summary>
    public string? TrialA { get; init; }

    /// <summary>The word of a detector that is set otherwise in A, or in B.</summary>
    public string? DetectorA { get; init; }

    /// <summary>The <see cref="DetectorMode"/> of that detector.</summary>
    public string? ModeA { get; init; }

    /// <summary>The <see cref="Severity"/> that what it finds suggests.</summary>
    public string? SeverityA { get; init; }

    public string? MarginsB { get; init; }

    public string? BudgetB { get; init; }

    /// <inheritdoc cref="TrialA"/>
    public string? TrialB { get; init; }

    /// <inheritdoc cref="DetectorA"/>
    public string? DetectorB { get; init; }

    /// <inheritdoc cref="ModeA"/>
    public string? ModeB { get; init; }

    /// <inheritdoc cref="SeverityA"/>
    public string? SeverityB { get; init; }

    /// <summary>Null: something is no number.</summary>
    internal BacktestWish? ToWish()
    {
        string?[] given = [MarginsA, BudgetA, MarginsB, BudgetB];
        if (given.Any(text => !string.IsNullOrWhiteSpace(text) && Number(text) is null))
            return null;
        return new BacktestWish
        {
            Deployments = Deployment ?? [],
            From = From,
            Until = Until,
            A = Variant(MarginsA, BudgetA, TrialA, DetectorWishOf(DetectorA, ModeA, SeverityA)),
            B = Variant(MarginsB, BudgetB, TrialB, DetectorWishOf(DetectorB, ModeB, SeverityB)),
        };
    }

    private static VariantWish? Variant(string? margins, string? budget, string? trial, DetectorWish? detector)
    {
        var variant = new VariantWish
        {
            Margins = Number(margins),
            FalseIncidentsPerWeek = Number(budget),
            TrialOf = SignalWords.KindOf(trial ?? ""),
            Detectors = detector is null ? null : [detector],
        };
        return variant == new VariantWish() ? null : variant;
    }

    private static DetectorWish? DetectorWishOf(string? word, string? mode, string? severity) =>
        string.IsNullOrEmpty(word)
            ? null
            : new DetectorWish(
                word,
                Word<DetectorMode>(mode),
                Word<Severity>(severity) is { } hint ? new ConfigurationBody(hint) : null);

    private static T? Word<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
