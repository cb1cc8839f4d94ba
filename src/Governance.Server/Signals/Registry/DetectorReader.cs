using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Registry;

/// <summary>Reads the registry for people and programs.</summary>
internal sealed class DetectorReader(PolicyBook policies, DetectorDesk desk, EventStore store, TimeProvider clock)
{
    /// <summary>Facts of a detector that are shown; the others are in the log.</summary>
    private const int MaxHistory = 200;

    /// <summary>Every detector, in the order of the signals.</summary>
    internal IReadOnlyList<DetectorView> List()
    {
        var policy = policies.Now;
        return [.. Enum.GetValues<SignalKind>().Select(signal => ViewOf(signal, policy.StateOf(signal)))];
    }

    /// <summary>One detector as it is now.</summary>
    internal DetectorView Read(SignalKind signal) => ViewOf(signal, policies.Now.StateOf(signal));

    /// <summary>One detector with its history.</summary>
    internal async Task<DetectorFile> ReadFileAsync(SignalKind signal, CancellationToken ct)
    {
        var state = policies.Now.StateOf(signal);
        var stream = policies.StreamOf(signal).IdOf(SignalWords.Of(signal));
        var facts = await store.FetchStreamAsync(stream, ct: ct);
        return new DetectorFile(
            ViewOf(signal, state),
            [
                .. state.Baselines
                    .Select(one => new BaselineView(
                        one.Key.Deployment, one.Key.ModelVersion, one.Value.Number, one.Value.Frozen))
                    .OrderBy(one => one.Deployment.Value, StringComparer.Ordinal)
                    .ThenBy(one => one.ModelVersion.Value, StringComparer.Ordinal),
            ],
            [.. state.BackTests.Reverse()],
            [
                .. facts.Reverse().Take(MaxHistory).Select(EventTypes.Decode)
                    .Select(fact => new DetectorFact(fact.Position, fact.At, fact.Recorded.Type, fact.Event)),
            ]);
    }

    internal DetectorView ViewOf(SignalKind signal, DetectorState detector)
    {
        var readiness = desk.ReadinessOf(signal, detector);
        return new DetectorView(
            signal,
            SignalWords.Of(signal),
            SignalText.NameOf(signal),
            signal.IsFoundByRule(),
            detector.Mode,
            detector.Standing,
            detector.Trial is { } trial
                ? new TrialView(
                    trial, detector.BackTestOf(readiness.Digest), readiness.MissingIn(detector, clock.GetUtcNow()))
                : null,
            readiness.Alarm,
            readiness.HasRunbook);
    }
}
