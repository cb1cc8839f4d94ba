using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>
/// One configuration that is tried: the windows that are set here, the policy and the budget as they stood in the log,
/// with the variant's changes.
/// </summary>
internal sealed class TrialSettings
{
    // What is tried stands from beginning to end, whichever configuration stood when: no change ends its episodes.
    private const int AllAlong = 1;

    private readonly BacktestVariant _variant;

    // Each detector at most once: the request was refused otherwise.
    private readonly IReadOnlyList<TriedDetector> _tried;

    /// <param name="here">What is set here.</param>
    /// <param name="variant">The changes.</param>
    /// <param name="asOf">The policy at the position at which the question was asked.</param>
    internal TrialSettings(WatchSettings here, BacktestVariant variant, DetectorPolicy asOf)
    {
        _variant = variant;
        _tried = variant.TrialOf is { } signal && asOf.StateOf(signal).Trial is { } trial
            ? [.. variant.Detectors ?? [], new TriedDetector(signal, DetectorMode.Active, trial.Configuration)]
            : variant.Detectors ?? [];
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
        var policy = _tried.Aggregate(
            asItRan, (all, tried) => all.With(tried.Signal, Set(all.StateOf(tried.Signal), tried)));
        return _variant is { WindowSeconds: null, LatenessSeconds: null, Margins: null }
            ? policy
            : policy.Under(Watch, configuration => Widened(configuration, _variant.Margins ?? 1));
    }

    // The policy reckons the digest itself, under the settings that are tried.
    private static DetectorState Set(DetectorState asItRan, TriedDetector tried)
    {
        var state = asItRan with { Mode = tried.Mode ?? asItRan.Mode };
        return tried.Configuration is { } configuration
            ? state with { Standing = new DetectorSetup(AllAlong, configuration, "", null), Trial = null }
            : state;
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
