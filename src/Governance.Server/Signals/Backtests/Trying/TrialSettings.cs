using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>One configuration that is tried: what is set here, with the variant's changes.</summary>
internal sealed class TrialSettings
{
    private readonly BacktestVariant _variant;

    private readonly DetectorConfiguration? _onTrial;

    /// <param name="here">What is set here.</param>
    /// <param name="variant">The changes.</param>
    /// <param name="asOf">The policy at the position at which the question was asked.</param>
    internal TrialSettings(WatchSettings here, BacktestVariant variant, DetectorPolicy asOf)
    {
        _variant = variant;
        _onTrial = variant.TrialOf is { } signal ? asOf.StateOf(signal).Trial?.Configuration : null;
        Watch = here with
        {
            Window = Seconds(variant.WindowSeconds) ?? here.Window,
            Lateness = Seconds(variant.LatenessSeconds) ?? here.Lateness,
        };
        var policy = PolicyOf(asOf).Digest;
        Digest = variant.FalseIncidentsPerWeek is { } budget
            ? "sha256:" + Convert.ToBase64String(SHA256.HashData(
                Encoding.UTF8.GetBytes(FormattableString.Invariant($"{policy}\n{budget:R}"))))
            : policy;
    }

    /// <summary>As the detectors take it.</summary>
    internal WatchSettings Watch { get; }

    /// <summary>SHA-256 of the policy as of the question with the changes; as it ran, that of the policy.</summary>
    internal string Digest { get; }

    /// <summary>False incidents a week of one deployment, of a budget as it stood in the log.</summary>
    internal double ShareOf(AlarmBudget budget) => _variant.FalseIncidentsPerWeek is { } other
        ? (budget with { FalseIncidentsPerWeek = other }).Share
        : budget.Share;

    /// <summary>How is judged what was judged by a policy.</summary>
    internal DetectorPolicy PolicyOf(DetectorPolicy asItRan)
    {
        var policy = _variant.TrialOf is { } signal && _onTrial is { } configuration
            ? asItRan.With(signal, configuration)
            : asItRan;
        return _variant is { WindowSeconds: null, LatenessSeconds: null, Margins: null }
            ? policy
            : policy.Under(Watch, configuration => Widened(configuration, _variant.Margins ?? 1));
    }

    private static TimeSpan? Seconds(double? seconds) =>
        seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static DetectorConfiguration Widened(DetectorConfiguration configuration, double times) =>
        configuration with
        {
            MinimumRatio = configuration.MinimumRatio * times,
            MinimumDifference = configuration.MinimumDifference * times,
            MaximumDifference = configuration.MaximumDifference * times,
            MinimumOddsRatio = 1 + ((configuration.MinimumOddsRatio - 1) * times),
            RelativeMargin = configuration.RelativeMargin * times,
            AbsoluteMargin = configuration.AbsoluteMargin * times,
        };
}
