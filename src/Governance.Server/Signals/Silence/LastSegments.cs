using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Silence;

/// <summary>The last segment of a deployment whose windows nobody has closed since.</summary>
/// <param name="StreamId">Where it stands.</param>
/// <param name="Version">As which fact of that stream.</param>
/// <param name="Position">Where in the log.</param>
/// <param name="At">When it was recorded, by the database's time.</param>
/// <param name="Deployment">Whose.</param>
/// <param name="Name">As its senders say it.</param>
internal sealed record LastSegment(
    string StreamId, long Version, long Position, DateTimeOffset At, string Deployment, string Name);

/// <summary>The last segment of every deployment, until its windows have been closed.</summary>
internal sealed class LastSegments : IFold
{
    /// <summary>Deployments whose silence is noticed; of later ones windows close when they speak again.</summary>
    private const int Max = 10_000;

    private readonly Lock _gate = new();

    // Bounded by Max.
    private readonly Dictionary<string, LastSegment> _last = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            switch (fact.Event)
            {
                case BehaviourEvent.SegmentRecorded e when _last.Count < Max || _last.ContainsKey(e.Deployment):
                    _last[e.Deployment] = new LastSegment(
                        fact.StreamId, fact.Recorded.Version, fact.Position, fact.At, e.Deployment, e.Name);
                    break;
                case BehaviourEvent.WindowsClosed e:
                    _last.Remove(e.Deployment);
                    break;
            }
        }
    }

    /// <summary>Those recorded at or before a time, in the order of the log.</summary>
    internal IReadOnlyList<LastSegment> Until(DateTimeOffset time)
    {
        lock (_gate)
            return [.. _last.Values.Where(last => last.At <= time).OrderBy(last => last.Position)];
    }
}
