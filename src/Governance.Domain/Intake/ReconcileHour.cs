namespace Governance.Domain.Intake;

/// <summary>An hour was compared with what its senders counted.</summary>
public sealed record ReconcileHour(HourBalance Balance)
{
    /// <summary>What is known already is not said again; late data says an hour anew.</summary>
    public Decision<CompletenessEvent> Decide(Completeness completeness)
    {
        ArgumentNullException.ThrowIfNull(completeness);
        return Balance.Agrees(completeness.Find(Balance.Hour))
            ? Decision.Nothing<CompletenessEvent>()
            : Decision.Append<CompletenessEvent>(new CompletenessEvent.HourReconciled(Balance));
    }
}
