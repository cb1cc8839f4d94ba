using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Governance.Domain.Clocks.Regimes;

/// <summary>
/// The periods that the words of a law name. A row whose number is not in its own quote is not believed: published
/// summaries give two working days for fifteen days, and swap the periods for death and for infrastructure.
/// </summary>
public static partial class QuotedPeriods
{
    // Bounded by the numbers that statutes write out.
    private static readonly FrozenDictionary<string, int> s_words = new Dictionary<string, int>
    {
        ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["ten"] = 10,
        ["fifteen"] = 15, ["twenty-four"] = 24, ["thirty"] = 30, ["sixty"] = 60, ["seventy-two"] = 72,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every period that the quote names, in its order.</summary>
    public static IReadOnlyList<Period> In(string quote) =>
    [
        .. Named().Matches(quote.ToLowerInvariant())
            .Where(match => NumberOf(match.Groups[1].Value) is not null)
            .Select(match => new Period(NumberOf(match.Groups[1].Value)!.Value, UnitOf(match))),
    ];

    /// <summary>
    /// True when the quote says this period: its number, or its word for "at once", or that something shall not be
    /// done.
    /// </summary>
    public static bool Says(string quote, Period period) => period.Unit switch
    {
        PeriodUnit.Immediately => In(quote).Count == 0 && quote.Contains("immediately", StringComparison.Ordinal),
        PeriodUnit.Hold => quote.Contains("shall not", StringComparison.Ordinal),
        _ => In(quote) is { Count: > 0 } said && said.All(one => one == period),
    };

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits
        : s_words.TryGetValue(text, out var word) ? word
        : null;

    private static PeriodUnit UnitOf(Match match) => (match.Groups[2].Success, match.Groups[3].Value) switch
    {
        (true, _) => PeriodUnit.WorkingDays,
        (_, "hour") => PeriodUnit.Hours,
        (_, "week") => PeriodUnit.Weeks,
        _ => PeriodUnit.Days,
    };

    [GeneratedRegex(@"\b([a-z]+-[a-z]+|[a-z]+|\d+)\s+(working |business )?(hour|day|week)s\b")]
    private static partial Regex Named();
}
