using Governance.Domain.Intake;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// Counts what a segment holds of each instance, so that it can be compared with the instance's own counts without
/// unpacking anything.
/// </summary>
internal static class RecordCounts
{
    /// <summary>
    /// Stretches of time in one header, unless it has more instances than this: past it they are taken longer.
    /// </summary>
    private const int StretchesMax = 128;

    /// <summary>Fine enough to be told from the minute between two statements.</summary>
    internal static readonly TimeSpan Stretch = TimeSpan.FromSeconds(30);

    /// <summary>The usual stretch, and longer ones for batches that reach over hours or days.</summary>
    private static readonly TimeSpan[] s_lengths =
        [Stretch, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    /// <summary>What is held, by instance and the stretch in which it ended.</summary>
    internal static List<RecordsHeld> HeldIn(IReadOnlyList<Observation> observations)
    {
        foreach (var length in s_lengths)
        {
            var held = HeldIn(observations, length);
            if (held.Count <= StretchesMax || length == s_lengths[^1])
                return held;
        }

        return [];
    }

    /// <summary>The instances' own counts among them.</summary>
    internal static List<RecordsStated> StatedIn(IReadOnlyList<Observation> observations) =>
    [
        .. observations
            .Where(one => one is { Kind: ObservationKind.SenderCounts, Counts: not null })
            .Select(one => new RecordsStated(one.Instance ?? "", one.BatchSequence, one.StartedAt, one.Counts!)),
    ];

    /// <summary>A record's kind as senders name it in their counts; null for what is not counted.</summary>
    internal static string? WordOf(Observation observation) => observation.Kind switch
    {
        ObservationKind.Inference => "inference",
        ObservationKind.Embedding => "embedding",
        ObservationKind.Retrieval => "retrieval",
        ObservationKind.ToolCall => "tool_call",
        ObservationKind.AgentStep => "agent_step",
        ObservationKind.Workflow => "workflow",
        ObservationKind.Guardrail => "guardrail",
        ObservationKind.Evaluation => "evaluation",
        ObservationKind.Feedback => "feedback",
        ObservationKind.ServingState => "serving.state",
        ObservationKind.HaltAcknowledged => "halt.acknowledged",
        ObservationKind.Declaration => observation.Declares,
        _ => null,
    };

    private static List<RecordsHeld> HeldIn(IReadOnlyList<Observation> observations, TimeSpan length)
    {
        var held = new Dictionary<(string Instance, long Stretch), Sums>();
        foreach (var observation in observations)
        {
            if (WordOf(observation) is not { } kind)
                continue;
            var end = observation.StartedAt.AddMilliseconds(observation.LatencyMs ?? 0);
            var key = (observation.Instance ?? "", end.UtcTicks / length.Ticks);
            if (!held.TryGetValue(key, out var sums))
                held[key] = sums = new Sums();
            sums.Add(kind, observation.Weight ?? 1);
        }

        return
        [
            .. held.OrderBy(one => one.Key.Stretch).ThenBy(one => one.Key.Instance, StringComparer.Ordinal)
                .Select(one => one.Value.Of(
                    one.Key.Instance, new DateTimeOffset(one.Key.Stretch * length.Ticks, TimeSpan.Zero))),
        ];
    }

    private sealed class Sums
    {
        private readonly SortedDictionary<string, int> _records = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, double> _standFor = new(StringComparer.Ordinal);
        private bool _isSampled;
        private double _variance;

        internal void Add(string kind, double weight)
        {
            _records[kind] = _records.GetValueOrDefault(kind) + 1;
            _standFor[kind] = _standFor.GetValueOrDefault(kind) + weight;
            _isSampled |= weight > 1;
            _variance += weight * (weight - 1);
        }

        internal RecordsHeld Of(string instance, DateTimeOffset from) => new(instance, from, _records)
        {
            StandFor = _isSampled ? _standFor : null,
            Variance = _isSampled ? _variance : 0,
        };
    }
}
