using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Conditions;

/// <summary>The conditions that hold now, as the log has them: what a rule compares with what it finds.</summary>
public sealed class OpenConditions : IFold
{
    /// <summary>Conditions that hold at one time; those after it are in the log and not seen here.</summary>
    private const int ConditionsMax = 20_000;

    private readonly Lock _gate = new();

    // Bounded by ConditionsMax.
    private readonly Dictionary<Fingerprint, Condition> _open = [];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            switch (fact.Event)
            {
                case SignalGroupEvent.SignalRaised { Evidence.Condition: not null } e when _open.Count < ConditionsMax:
                    _open[e.Fingerprint] = Of(e.Subject);
                    break;
                case SignalGroupEvent.SignalCleared e:
                    _open.Remove(e.Fingerprint);
                    break;
            }
        }
    }

    /// <summary>Those of some kinds, in no order.</summary>
    public IReadOnlyList<Condition> Of(params IReadOnlyList<SignalKind> kinds)
    {
        lock (_gate)
            return [.. _open.Values.Where(condition => kinds.Contains(condition.Kind))];
    }

    private static Condition Of(SignalSubject subject) =>
        new(subject.Deployment, subject.DeploymentName, subject.Signal)
        {
            Version = subject.ModelVersion,
            Dimension = subject.Dimension,
        };
}
