using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Pages;

/// <summary>
/// Who streams what right now, from the headers in the log: every node shows the same, whichever of them was sent to.
/// </summary>
internal sealed class IntakeBoard(IntakeMetrics metrics) : IFold
{
    /// <summary>Deployments on the board; later ones are in the log, and not shown.</summary>
    private const int MaxSenders = 2_000;

    private readonly Lock _gate = new();

    // Bounded by MaxSenders.
    private readonly Dictionary<string, SenderDay> _senders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <summary>Changes with each segment; what a page showed is stale when it has moved.</summary>
    public long Version { get; private set; }

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Event is not BehaviourEvent.SegmentRecorded header)
            return;
        lock (_gate)
        {
            Version++;
            if (!_senders.TryGetValue(header.Deployment, out var sender) && _senders.Count < MaxSenders)
                _senders[header.Deployment] = sender = new SenderDay();
            sender?.Take(header, fact.At);
        }
    }

    /// <summary>Everybody, the busiest first.</summary>
    public IntakeView ReadAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new IntakeView(
                [
                    .. _senders.Select(sender => sender.Value.RowAt(now, metrics.Tally.Of(sender.Key)))
                        .OfType<SenderRow>()
                        .OrderByDescending(row => row.PerSecond15Minutes)
                        .ThenBy(row => row.Name, StringComparer.Ordinal),
                ],
                metrics.Tally.Nobodys,
                now);
        }
    }
}
