using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Line;

/// <summary>
/// Remembers, for traces seen lately, which inference served which version and who is whose parent, so that a tool
/// call, an agent's run or a score can take the version of the inference it belongs to. Not for several threads at
/// once.
/// </summary>
internal sealed class TraceBook
{
    /// <summary>Traces remembered; the oldest half is forgotten when they are more. About 60 MB at most.</summary>
    public const int MaxTraces = 100_000;

    /// <summary>Spans remembered of one trace; real ones have a handful to a few dozen.</summary>
    private const int MaxSpans = 256;

    // Bounded by MaxTraces, in two generations.
    private Dictionary<UInt128, Trace> _young = [];
    private Dictionary<UInt128, Trace> _old = [];

    /// <summary>Takes note of a span that arrived.</summary>
    public void Note(Received received)
    {
        if (received.Place is { IsSpan: true } place)
        {
            var isInference = received.Observation.Kind is ObservationKind.Inference;
            Add(place, new Span(
                place.ParentSpanId,
                isInference ? received.Observation.ModelVersion : null,
                received.Observation.StartedAt,
                received.Observation.Kind is ObservationKind.ToolCall));
        }
    }

    /// <summary>Takes note of a span that is not stored: it may join others to each other.</summary>
    public void Note(TracePlace other) => Add(other, new Span(other.ParentSpanId, null, default, false));

    /// <summary>
    /// The version of the nearest inference: the span itself or the one it speaks of, its parent, an agent's own
    /// first call, then the latest earlier call beside it, beside its parent, and so on upwards. Null: not known
    /// yet.
    /// </summary>
    public string? VersionFor(Received received) =>
        received.Place is { } place && Find(place.TraceId) is { } trace
            ? trace.Nearest(place, received.Observation.StartedAt)
            : null;

    /// <summary>
    /// What is left when the wait is over: the version of the call nearest in time in the same trace, earlier ones
    /// first.
    /// </summary>
    public string? LastResortFor(Received received) =>
        received.Place is { } place && Find(place.TraceId) is { } trace
            ? VersionFor(received) ?? trace.NearestInTime(received.Observation.StartedAt)
            : null;

    private void Add(TracePlace place, Span span)
    {
        if (Find(place.TraceId) is not { } trace)
        {
            if (_young.Count >= MaxTraces / 2)
                (_old, _young) = (_young, []);
            _young[place.TraceId] = trace = new Trace();
        }
        if (trace.Spans.Count < MaxSpans)
            trace.Spans[place.SpanId] = span;
    }

    private Trace? Find(UInt128 id) => _young.GetValueOrDefault(id) ?? _old.GetValueOrDefault(id);

    private readonly record struct Span(ulong Parent, string? Version, DateTimeOffset Start, bool IsTool);

    private sealed class Trace
    {
        // Bounded by MaxSpans.
        public Dictionary<ulong, Span> Spans { get; } = [];

        public string? Nearest(TracePlace place, DateTimeOffset start)
        {
            var self = place.SpanId;
            if (Spans.TryGetValue(self, out var own) && own.Version is not null)
                return own.Version;
            var parent = place.IsSpan ? place.ParentSpanId : own.Parent;
            if (parent != 0 && Spans.TryGetValue(parent, out var above) && above.Version is not null)
                return above.Version;
            // A score speaks of a span: what was called after that span does not matter to it.
            var asOf = place.IsSpan || own.Start == default ? start : own.Start;
            return (own.IsTool ? null : FirstCallOf(self)) ?? Upwards(parent, asOf);
        }

        public string? NearestInTime(DateTimeOffset start) => Spans.Values
            .Where(span => span.Version is not null)
            .OrderBy(span => span.Start > start)
            .ThenBy(span => (span.Start - start).Duration())
            .FirstOrDefault().Version;

        private string? FirstCallOf(ulong agent) => Spans.Values
            .Where(span => span.Parent == agent && span.Version is not null)
            .OrderBy(span => span.Start)
            .FirstOrDefault().Version;

        /// <summary>
        /// Ends at a parent that has not arrived: its calls may come with it. A ring of parents ends too.
        /// </summary>
        private string? Upwards(ulong parent, DateTimeOffset start)
        {
            for (var steps = 0; parent != 0 && steps < MaxSpans; steps++)
            {
                var level = parent;
                var beside = Spans.Values
                    .Where(span => span.Parent == level && span.Version is not null && span.Start <= start)
                    .OrderByDescending(span => span.Start)
                    .FirstOrDefault();
                if (beside.Version is not null)
                    return beside.Version;
                if (!Spans.TryGetValue(parent, out var above))
                    return null;
                if (above.Version is not null)
                    return above.Version;
                parent = above.Parent;
            }
            return null;
        }
    }
}
