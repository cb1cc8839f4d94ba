using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Conditions;

/// <summary>
/// Signals that are found by rule and not by statistics. A condition that holds is raised once, however often it is
/// found, and cleared once; incidents, rollouts and pages treat it as any other signal.
/// </summary>
public sealed class ConditionSignals
{
    private readonly PolicyBook _policies;
    private readonly SignalMetrics _metrics;

    internal ConditionSignals(PolicyBook policies, SignalMetrics metrics) =>
        (_policies, _metrics) = (policies, metrics);

    /// <summary>What a reaction or timer that raises and clears conditions declares.</summary>
    public static IReadOnlyList<Type> MayEmit { get; } =
        [typeof(SignalGroupEvent.SignalRaised), typeof(SignalGroupEvent.SignalCleared)];

    /// <summary>The condition holds, a reaction or a timer found.</summary>
    public async Task<Outcome<SignalGroup>> RaiseAsync(
        Condition condition, ConditionFinding finding, Reacting context) =>
        Raise(condition, finding) is { } raise
            ? Counted(raise, await context.TransactAsync(
                SignalFacts.Groups, condition.Fingerprint.Value, raise.Decide))
            : Unheard(finding);

    /// <summary>The condition holds, somebody outside the log says.</summary>
    public async Task<Outcome<SignalGroup>> RaiseAsync(
        Condition condition, ConditionFinding finding, Transactor transactor, Actor by, CancellationToken ct) =>
        Raise(condition, finding) is { } raise
            ? Counted(raise, await transactor.TransactAsync(
                SignalFacts.Groups, condition.Fingerprint.Value, raise.Decide, by, ct: ct))
            : Unheard(finding);

    /// <summary>The condition does not hold any more; nothing happens where it did not hold.</summary>
    /// <param name="reason">Why, one sentence.</param>
    /// <param name="source">Where in the log; only what is found after the raising clears.</param>
    public Task<Outcome<SignalGroup>> ClearAsync(
        Condition condition, string reason, SignalSource source, Reacting context) => context.TransactAsync(
        SignalFacts.Groups, condition.Fingerprint.Value, Clear(condition, reason, source).Decide);

    /// <summary>The condition does not hold any more, somebody outside the log says.</summary>
    public Task<Outcome<SignalGroup>> ClearAsync(
        Condition condition,
        string reason,
        SignalSource source,
        Transactor transactor,
        Actor by,
        CancellationToken ct) => transactor.TransactAsync(
        SignalFacts.Groups, condition.Fingerprint.Value, Clear(condition, reason, source).Decide, by, ct: ct);

    /// <summary>
    /// What is to be raised, under the policy as this node knows it; null where the kind is switched off.
    /// </summary>
    private RaiseCondition? Raise(Condition condition, ConditionFinding finding)
    {
        if (!condition.Kind.IsFoundByRule())
            throw new ArgumentException($"{condition.Kind} is measured, not found by rule.", nameof(condition));
        if (_policies.Now.Standing(condition.Kind) is not { } by)
            return null;
        var evidence = finding.Seen.ToEvidence(
            condition.Version, finding.From, finding.To, finding.Addresses, finding.Hint, finding.Source);
        return new RaiseCondition(condition.Fingerprint, condition.Subject, evidence.By(by));
    }

    private static ClearSignal Clear(Condition condition, string reason, SignalSource source) =>
        new(condition.Fingerprint, reason, source);

    private static Outcome<SignalGroup>.Unchanged Unheard(ConditionFinding finding) =>
        new(finding.Source.Position, SignalGroup.Initial);

    private Outcome<SignalGroup> Counted(RaiseCondition raise, Outcome<SignalGroup> outcome)
    {
        if (outcome is Outcome<SignalGroup>.Committed)
            _metrics.Raised(raise.Subject.Signal, raise.Evidence.SeverityHint, raise.Evidence.Mode);
        return outcome;
    }
}
