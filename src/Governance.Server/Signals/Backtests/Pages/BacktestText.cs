using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Backtests.Reading;

namespace Governance.Server.Signals.Backtests.Pages;

/// <summary>How back-tests are said.</summary>
internal static class BacktestText
{
    private const int NamesShown = 3;

    /// <summary>What a configuration changes, e.g. <c>margins × 2, 0.5 false incidents a week</c>.</summary>
    internal static string Of(BacktestVariant? variant)
    {
        if (variant is null)
            return "nothing to compare with";
        string?[] changes =
        [
            variant.TrialOf is { } signal ? $"what {SignalText.NameOf(signal)} has on trial" : null,
            .. (variant.Detectors ?? []).Select(Of),
            variant.Margins is { } margins ? $"margins × {Number(margins)}" : null,
            variant.FalseIncidentsPerWeek is { } budget ? $"{Number(budget)} false incidents a week" : null,
            variant.WindowSeconds is { } window ? $"windows of {Number(window)} s" : null,
            variant.LatenessSeconds is { } late ? $"{Number(late)} s of lateness" : null,
        ];
        return string.Join(", ", changes.OfType<string>()) is { Length: > 0 } said ? said : "as it ran";
    }

    private static string Of(TriedDetector tried)
    {
        string?[] changes =
        [
            tried.Configuration is null ? null : "otherwise configured",
            tried.Mode switch
            {
                null => null,
                DetectorMode.Off => "off",
                DetectorMode.Monitor => "only recorded",
                _ => "active",
            },
        ];
        var said = string.Join(" and ", changes.OfType<string>());
        return $"{SignalText.NameOf(tried.Signal)} {(said.Length > 0 ? said : "as it ran")}";
    }

    internal static string Whom(IReadOnlyList<DeploymentId> chosen, IReadOnlyList<StreamedDeployment> known)
    {
        if (chosen.Count > NamesShown)
            return $"{Number(chosen.Count)} deployments";
        return string.Join(", ", chosen.Select(id => known.FirstOrDefault(one => one.Id == id)?.Name ?? id.Value));
    }

    internal static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>How many a week, over a range that is long enough for the word.</summary>
    internal static string PerWeek(int count, BacktestReading read)
    {
        var days = (read.Until - read.From).TotalDays;
        return days < 1 ? "range under a day" : Number(Math.Round(count * 7 / days, 2));
    }

    /// <summary>By how much B was later, e.g. <c>12 min earlier</c>.</summary>
    internal static string Later(double seconds) => seconds == 0
        ? "at once"
        : $"{Shell.Moment.Length(TimeSpan.FromSeconds(Math.Abs(seconds)))} {(seconds > 0 ? "later" : "earlier")}";
}
