using System.Security.Cryptography;
using System.Text;
using Governance.Detection;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>One configuration that is tried: what is set here, with the variant's changes.</summary>
internal sealed class TrialSettings
{
    private readonly BacktestVariant _variant;

    internal TrialSettings(WatchSettings here, BacktestVariant variant)
    {
        _variant = variant;
        Watch = new WatchSettings(
            Seconds(variant.WindowSeconds) ?? here.Window,
            Seconds(variant.LatenessSeconds) ?? here.Lateness,
            variant.Margins is { } times ? Widened(here.Watch, times) : here.Watch);
        Digest = variant.FalseIncidentsPerWeek is { } budget
            ? "sha256:" + Convert.ToBase64String(SHA256.HashData(
                Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Watch.Digest}\n{budget:R}"))))
            : Watch.Digest;
    }

    /// <summary>As the detectors take it.</summary>
    internal WatchSettings Watch { get; }

    /// <summary>SHA-256 of everything that differs; where nothing does, what live signals carry.</summary>
    internal string Digest { get; }

    /// <summary>False incidents a week of one deployment, of a budget as it stood in the log.</summary>
    internal double ShareOf(AlarmBudget budget) => _variant.FalseIncidentsPerWeek is { } other
        ? (budget with { FalseIncidentsPerWeek = other }).Share
        : budget.Share;

    private static TimeSpan? Seconds(double? seconds) =>
        seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static WatchOptions Widened(WatchOptions options, double times) => (options with
    {
        MinimumRatio = options.MinimumRatio * times,
        MinimumDifference = options.MinimumDifference * times,
        MaximumDifference = options.MaximumDifference * times,
        MinimumOddsRatio = 1 + ((options.MinimumOddsRatio - 1) * times),
    }).Checked();
}
