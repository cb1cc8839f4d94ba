using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Signals.Registry;

/// <summary>The folded state of one <c>detector-{word}</c>.</summary>
/// <param name="Mode">What becomes of what the standing configuration finds.</param>
/// <param name="Standing">The configuration that stands.</param>
/// <param name="Trial">
/// The one that is judged beside it and only recorded, unless the detector is off; null: none.
/// </param>
/// <param name="Versions">The last version given.</param>
/// <param name="BackTests">The latest ones, oldest first. Bounded by <see cref="MaxBackTests"/>.</param>
/// <param name="Baselines">
/// Those that somebody has frozen or renewed. Bounded by <see cref="MaxBaselines"/>.
/// </param>
public sealed record DetectorState(
    DetectorMode Mode,
    DetectorSetup Standing,
    DetectorSetup? Trial,
    int Versions,
    ImmutableList<BackTestNote> BackTests,
    ImmutableDictionary<BaselineOf, Baseline> Baselines)
{
    /// <summary>Back-tests that are remembered: some for each of a few candidates.</summary>
    public const int MaxBackTests = 32;

    /// <summary>
    /// Baselines that people set by hand for one detector; more than that is a matter for its configuration.
    /// </summary>
    public const int MaxBaselines = 2_000;

    /// <summary>A detector of which nothing is known but its facts: what reads a stream without its shipment.</summary>
    public static DetectorState Initial { get; } = Shipped(configuration: null, digest: "");

    /// <summary>
    /// Nobody has said anything: the shipped configuration is active. It comes with a runbook, and the benchmarks take
    /// the place of soak and back-test.
    /// </summary>
    /// <param name="configuration">Null for a rule.</param>
    /// <param name="digest">Of that configuration.</param>
    public static DetectorState Shipped(DetectorConfiguration? configuration, string digest) => new(
        DetectorMode.Active,
        new DetectorSetup(1, configuration, digest, MonitoredSince: null),
        Trial: null,
        Versions: 1,
        [],
        ImmutableDictionary<BaselineOf, Baseline>.Empty);

    /// <summary>Whether it compares with a baseline; a rule does not, nor does what is judged call by call.</summary>
    public bool HasBaselines => Standing.Configuration?.MinimumReference is not null;

    /// <summary>The baseline of a version.</summary>
    public Baseline BaselineOf(BaselineOf of) => Baselines.GetValueOrDefault(of, Baseline.First);

    /// <summary>The latest back-test of exactly this configuration, or null.</summary>
    public BackTestNote? BackTestOf(string digest) => BackTests.FindLast(note => note.ConfigDigest == digest);

    /// <summary>The detector after one more fact.</summary>
    public static DetectorState Evolve(DetectorState detector, DetectorEvent fact)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return fact switch
        {
            DetectorEvent.Configured e => detector with
            {
                Versions = e.Version,
                Trial = new DetectorSetup(
                    e.Version, e.Configuration, e.Digest, detector.Mode is DetectorMode.Off ? null : e.At),
            },
            DetectorEvent.TrialWithdrawn => detector with { Trial = null },
            DetectorEvent.ModeSet e when e.Version == detector.Trial?.Version => detector with
            {
                Mode = e.Mode,
                Standing = detector.Trial with { MonitoredSince = null },
                Trial = null,
            },
            DetectorEvent.ModeSet e => detector with { Mode = e.Mode, Trial = detector.TrialUnder(e) },
            DetectorEvent.BackTestNoted e => detector with { BackTests = detector.BackTestsWith(e.BackTest) },
            DetectorEvent.BaselineFrozen e => detector.With(
                e.Deployment, e.ModelVersion, new Baseline(e.Number, new PositionRange(e.From, e.Through))),
            DetectorEvent.BaselineRenewed e => detector.With(
                e.Deployment, e.ModelVersion, new Baseline(e.Number, Frozen: null)),
            _ => throw new UnreachableException($"Unknown fact {fact}."),
        };
    }

    /// <summary>A trial is broken off while the detector is off, and its soak is counted anew afterwards.</summary>
    private DetectorSetup? TrialUnder(DetectorEvent.ModeSet set) => Trial is null ? null : Trial with
    {
        MonitoredSince = set.Mode is DetectorMode.Off ? null : Trial.MonitoredSince ?? set.At,
    };

    private ImmutableList<BackTestNote> BackTestsWith(BackTestNote note) =>
        (BackTests.Count < MaxBackTests ? BackTests : BackTests.RemoveAt(0)).Add(note);

    private DetectorState With(DeploymentId deployment, ModelVersion version, Baseline baseline) =>
        this with { Baselines = Baselines.SetItem(new BaselineOf(deployment, version), baseline) };
}
