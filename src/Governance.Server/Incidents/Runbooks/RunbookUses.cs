using System.Collections.Concurrent;
using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>How a runbook was used.</summary>
/// <param name="Last">When it was attached to an incident last.</param>
/// <param name="Times">How often it was.</param>
/// <param name="Failures">Steps of it that were tried and did not work.</param>
public sealed record RunbookUse(DateTimeOffset Last, int Times, int Failures);

/// <summary>When each runbook was last worked by, as the log says it.</summary>
internal sealed class RunbookUses : IFold
{
    // Bounded by the runbooks that there ever were.
    private readonly ConcurrentDictionary<string, RunbookUse> _uses = new(StringComparer.Ordinal);

    // Which runbook an incident is worked by. Bounded: the youngest only.
    private readonly Dictionary<string, string> _byStream = new(StringComparer.Ordinal);
    private readonly Queue<string> _streams = [];

    /// <summary>Incidents whose failed steps are still counted for their runbook.</summary>
    private const int StreamsMax = 1_000;

    /// <summary>Null when it never was.</summary>
    public RunbookUse? Of(string alarm) => _uses.GetValueOrDefault(alarm);

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case RunbookEvent.RunbookAttached attached:
                _uses.AddOrUpdate(
                    attached.Alarm,
                    _ => new RunbookUse(fact.At, 1, 0),
                    (_, use) => use with { Last = fact.At, Times = use.Times + 1 });
                Remember(fact.StreamId, attached.Alarm);
                break;
            case RunbookEvent.StepFailed when _byStream.TryGetValue(fact.StreamId, out var alarm):
                _uses[alarm] = _uses[alarm] with { Failures = _uses[alarm].Failures + 1 };
                break;
        }
    }

    private void Remember(string stream, string alarm)
    {
        _byStream[stream] = alarm;
        _streams.Enqueue(stream);
        if (_streams.Count > StreamsMax)
            _byStream.Remove(_streams.Dequeue());
    }
}
