using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>
/// Runs the detectors over the log, deployment by deployment, and writes down what they find. It reads segments and the
/// division of the budget before each, and nothing else: whoever runs the same detectors over the same log finds the
/// same.
/// </summary>
internal sealed class SignalDetection(
    WatchBook book,
    WatchedFacts facts,
    FoldRunner folds,
    SignalMetrics metrics,
    TimeProvider clock) : IReaction
{
    /// <inheritdoc/>
    public string Name => nameof(SignalDetection);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } = WatchedFacts.Types;

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(SignalGroupEvent.SignalRaised),
        typeof(SignalGroupEvent.SignalRepeated),
        typeof(SignalGroupEvent.SignalRevised),
        typeof(SignalGroupEvent.SignalCleared),
    ];

    /// <summary>Segments of one deployment in order, also across the days that its streams are cut by.</summary>
    public string KeyOf(Fact fact) => WatchedFacts.DeploymentOf(fact) ?? fact.StreamId;

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var deployment = WatchedFacts.DeploymentOf(fact)
            ?? throw new InvalidOperationException($"No watch takes in {fact.Recorded.Type}.");
        await folds.WaitForAsync(fact.Position - 1, context.Stopping);
        var held = await book.HoldAsync(deployment, fact, context.Stopping);
        var segment = await facts.ReadAsync(fact, context.Stopping);
        var (found, windows) = held.Take(fact, segment);
        for (var ordinal = 0; ordinal < found.Count; ordinal++)
        {
            var source = new SignalSource(fact.Position, ordinal);
            await RecordAsync(new DeploymentId(deployment), segment.Name, found[ordinal], source, context);
        }

        await book.SaveIfDueAsync(deployment, held, context.Stopping);
        metrics.Judged(segment.Observations.Count, windows, clock.GetUtcNow() - fact.At);
    }

    private async Task RecordAsync(
        DeploymentId deployment, string name, FoundSignal found, SignalSource source, Reacting context)
    {
        var fingerprint = SignalFacts.FingerprintOf(deployment, found.Key, found.Detector);
        if (found.Condition is { } condition)
        {
            var evidence = SignalFacts.EvidenceOf(found, condition, source);
            var holds = new RaiseCondition(fingerprint, SignalFacts.SubjectOf(deployment, name, found), evidence);
            if (await context.TransactAsync(SignalFacts.Groups, fingerprint.Value, holds.Decide)
                is Outcome<SignalGroup>.Committed)
            {
                metrics.Raised(found.Key.Signal, condition.Hint, evidence.Mode);
            }

            return;
        }

        if (found.Revision is { } revision)
        {
            var revise = SignalFacts.RevisionOf(fingerprint, found, revision, source);
            await context.TransactAsync(SignalFacts.Groups, fingerprint.Value, revise.Decide);
            return;
        }

        if (found.Alarm is not { } alarm)
        {
            var clear = new ClearSignal(fingerprint, found.Reason ?? "", source);
            await context.TransactAsync(SignalFacts.Groups, fingerprint.Value, clear.Decide);
            return;
        }

        var raise = new RaiseSignal(
            fingerprint,
            SignalFacts.SubjectOf(deployment, name, found),
            SignalFacts.EvidenceOf(found, alarm, source),
            found.Alarms);
        var outcome = await context.TransactAsync(SignalFacts.Groups, fingerprint.Value, raise.Decide);
        if (outcome is Outcome<SignalGroup>.Committed { State.Count: 1 })
            metrics.Raised(found.Key.Signal, raise.Evidence.SeverityHint, raise.Evidence.Mode);
    }
}
