using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Conditions;

/// <summary>
/// Signals that are found by rule and not by statistics. A condition that holds is raised once, however often it is
/// found, and cleared once; incidents, rollouts and pages treat it as any other signal.
/// </summary>
public sealed class ConditionSignals
{
    private readonly SignalMetrics _metrics;

    internal ConditionSignals(SignalMetrics metrics) => _metrics = metrics;

    /// <summary>What a reaction or timer that raises and clears conditions declares.</summary>
    public static IReadOnlyList<Type> MayEmit { get; } =
        [typeof(SignalGroupEvent.SignalRaised), typeof(SignalGroupEvent.SignalCleared)];

    /// <summary>The condition holds, a reaction or a timer found.</summary>
    public async Task<Outcome<SignalGroup>> RaiseAsync(
        Condition condition, ConditionFinding finding, Reacting context)
    {
        var outcome = await context.TransactAsync(
            SignalFacts.Groups, condition.Fingerprint.Value, Raise(condition, finding).Decide);
        return Counted(condition, finding, outcome);
    }

    /// <summary>The condition holds, somebody outside the log says.</summary>
    public async Task<Outcome<SignalGroup>> RaiseAsync(
        Condition condition, ConditionFinding finding, Transactor transactor, Actor by, CancellationToken ct)
    {
        var outcome = await transactor.TransactAsync(
            SignalFacts.Groups, condition.Fingerprint.Value, Raise(condition, finding).Decide, by, ct: ct);
        return Counted(condition, finding, outcome);
    }

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

    private static RaiseCondition Raise(Condition condition, ConditionFinding finding)
    {
        if (!condition.Kind.IsFoundByRule())
            throw new ArgumentException($"{condition.Kind} is measured, not found by rule.", nameof(condition));
        var evidence = finding.Seen.ToEvidence(
            condition.Version, finding.From, finding.To, finding.Addresses, finding.Hint, finding.Source);
        return new RaiseCondition(condition.Fingerprint, condition.Subject, evidence);
    }

    private static ClearSignal Clear(Condition condition, string reason, SignalSource source) =>
        new(condition.Fingerprint, reason, source);

    private Outcome<SignalGroup> Counted(
        Condition condition, ConditionFinding finding, Outcome<SignalGroup> outcome)
    {
        if (outcome is Outcome<SignalGroup>.Committed)
            _metrics.Raised(condition.Kind, finding.Hint);
        return outcome;
    }
}
