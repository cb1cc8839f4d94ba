using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Registry;

/// <summary>
/// How every kind of signal is judged, as of one position of the log: an immutable value. The same segments under the
/// same policies give the same findings.
/// </summary>
internal sealed class DetectorPolicy
{
    private readonly WatchSettings _settings;

    // In the order of the enumeration of signals.
    private readonly ImmutableArray<Row> _rows;
    private readonly DeploymentId? _deployment;
    private readonly Lazy<string> _digest;

    // Bounded by the deployments of the installation.
    private readonly ConcurrentDictionary<DeploymentId, DetectorPolicy> _byDeployment = new();

    private DetectorPolicy(WatchSettings settings, ImmutableArray<Row> rows, DeploymentId? deployment)
    {
        (_settings, _rows, _deployment) = (settings, rows, deployment);
        _digest = new Lazy<string>(DigestOf);
    }

    /// <summary>SHA-256 over all of it, the baselines of its deployment alone where it is one deployment's.</summary>
    internal string Digest => _digest.Value;

    /// <summary>Nobody has said anything: every detector is active as it was shipped.</summary>
    internal static DetectorPolicy Shipped(WatchSettings settings) => new(
        settings,
        [
            .. Enum.GetValues<SignalKind>().Select(signal => RowOf(
                signal, StateOf(signal, ShippedConfiguration.Of(signal, settings.Watch), settings), settings)),
        ],
        deployment: null);

    /// <summary>A detector as it was folded.</summary>
    internal DetectorState StateOf(SignalKind signal) => _rows[(int)signal].State;

    /// <summary>The configuration that stands; null: the detector is off.</summary>
    internal DetectorSetting? Standing(SignalKind signal) => _rows[(int)signal].Standing;

    /// <summary>The configuration that is judged beside it; null: none.</summary>
    internal DetectorSetting? Trial(SignalKind signal) => _rows[(int)signal].Trial;

    /// <summary>What a version of this policy's deployment is compared with.</summary>
    internal Baseline BaselineOf(SignalKind signal, string version) => _deployment is { } deployment
        ? StateOf(signal).BaselineOf(new BaselineOf(deployment, new ModelVersion(version)))
        : Baseline.First;

    /// <summary>The baselines of one deployment that are frozen.</summary>
    internal IReadOnlyList<(SignalKind Signal, ModelVersion Version, PositionRange Range)> FrozenOf(
        DeploymentId deployment) =>
    [
        .. from row in _rows.Index()
           from one in row.Item.State.Baselines
           where one.Key.Deployment == deployment && one.Value.Frozen is not null
           select ((SignalKind)row.Index, one.Key.ModelVersion, one.Value.Frozen),
    ];

    /// <summary>The same policy, with the baselines of one deployment.</summary>
    internal DetectorPolicy For(DeploymentId deployment) => _rows.All(row => row.State.Baselines.IsEmpty)
        ? this
        : _byDeployment.GetOrAdd(deployment, one => new DetectorPolicy(_settings, _rows, one));

    /// <summary>The policy with one detector in another state.</summary>
    internal DetectorPolicy With(SignalKind signal, DetectorState state) => state == StateOf(signal)
        ? this
        : new(_settings, _rows.SetItem((int)signal, RowOf(signal, state, _settings)), _deployment);

    /// <summary>The policy under other settings, with every configuration changed in the same way.</summary>
    internal DetectorPolicy Under(
        WatchSettings settings, Func<DetectorConfiguration, DetectorConfiguration> change) => new(
        settings,
        [
            .. _rows.Select((row, signal) => RowOf(
                (SignalKind)signal,
                row.State with
                {
                    Standing = Changed(row.State.Standing, change),
                    Trial = row.State.Trial is { } trial ? Changed(trial, change) : null,
                },
                settings)),
        ],
        _deployment);

    private static DetectorSetup Changed(
        DetectorSetup setup, Func<DetectorConfiguration, DetectorConfiguration> change) =>
        setup.Configuration is { } configuration ? setup with { Configuration = change(configuration) } : setup;

    private static DetectorState StateOf(
        SignalKind signal, DetectorConfiguration? configuration, WatchSettings settings) =>
        DetectorState.Shipped(configuration, DetectorSetting.DigestOf(signal, configuration, settings));

    private static Row RowOf(SignalKind signal, DetectorState state, WatchSettings settings)
    {
        if (state.Mode is DetectorMode.Off)
            return new Row(state, Standing: null, Trial: null);
        return new Row(
            state,
            Read(state.Standing, state.Mode, isTrial: false),
            state.Trial is { } trial ? Read(trial, DetectorMode.Monitor, isTrial: true) : null);

        DetectorSetting Read(DetectorSetup setup, DetectorMode mode, bool isTrial) => new(
            signal,
            setup.Version,
            setup.Configuration,
            DetectorSetting.DigestOf(signal, setup.Configuration, settings),
            mode,
            isTrial);
    }

    private string DigestOf()
    {
        var everything = new StringBuilder();
        foreach (var (state, standing, trial) in _rows)
        {
            everything.Append(state.Mode);
            foreach (var setting in (ReadOnlySpan<DetectorSetting?>)[standing, trial])
                everything.Append(' ').Append(setting?.Version).Append(' ').Append(setting?.Digest);
            foreach (var (of, baseline) in state.Baselines
                .Where(one => _deployment is not { } deployment || one.Key.Deployment == deployment)
                .OrderBy(one => one.Key.Deployment.Value, StringComparer.Ordinal)
                .ThenBy(one => one.Key.ModelVersion.Value, StringComparer.Ordinal))
            {
                everything.Append('\n').Append(of).Append(' ').Append(baseline);
            }

            everything.Append('\n');
        }

        return "sha256:" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(everything.ToString())));
    }

    private sealed record Row(DetectorState State, DetectorSetting? Standing, DetectorSetting? Trial);
}
