using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Traces;

/// <summary>What is remembered of one span.</summary>
/// <param name="Parent">0: none.</param>
/// <param name="Version">Which version served it, of an inference.</param>
/// <param name="Start">When it began; default when that does not matter.</param>
/// <param name="IsTool">A tool call asks no model by itself.</param>
/// <param name="Handed">What it says of everything below it.</param>
internal readonly record struct SeenSpan(
    ulong Parent, string? Version, DateTimeOffset Start, bool IsTool, Handed? Handed);

/// <summary>The spans of one trace that were seen so far: who is whose parent, and what they hand down.</summary>
internal sealed class Trace
{
    /// <summary>Spans remembered of one trace; real ones have a handful to a few dozen.</summary>
    private const int MaxSpans = 256;

    // Bounded by MaxSpans.
    private readonly FewMap<SeenSpan> _spans = new();
    private bool _hands;
    private Handed? _root;

    public void Add(ulong id, SeenSpan span)
    {
        if (_spans.Count >= MaxSpans)
            return;
        _spans.Set(id, span);
        _hands |= span.Handed is not null;
        if (span.Parent == 0)
            _root = span.Handed;
    }

    /// <summary>True when the span was seen.</summary>
    public bool Has(ulong span) => _spans.TryGetValue(span, out _);

    /// <summary>
    /// What a place takes over: of each thing what the nearest span above it says, the root where the way up to it is
    /// not known. Null when nobody says anything.
    /// </summary>
    public Handed? HandedTo(TracePlace place)
    {
        if (!_hands)
            return null;
        Handed? handed = null;
        var above = place.IsSpan ? place.ParentSpanId : place.SpanId;
        if (place.IsSpan && above == 0)
            return null;
        for (var steps = 0; above != 0 && steps < MaxSpans && _spans.TryGetValue(above, out var span); steps++)
        {
            if (span.Handed is { } more)
                handed = handed is null ? more : handed.Over(more);
            above = span.Parent;
        }
        return handed is null ? _root : above != 0 && _root is not null ? handed.Over(_root) : handed;
    }

    /// <summary>
    /// The version of the nearest inference: the span itself or the one it speaks of, its parent, an agent's own
    /// first call, then the latest earlier call beside it, beside its parent, and so on upwards.
    /// </summary>
    public string? Nearest(TracePlace place, DateTimeOffset start)
    {
        var self = place.SpanId;
        if (_spans.TryGetValue(self, out var own) && own.Version is not null)
            return own.Version;
        var parent = place.IsSpan ? place.ParentSpanId : own.Parent;
        if (parent != 0 && _spans.TryGetValue(parent, out var above) && above.Version is not null)
            return above.Version;
        // A score speaks of a span: what was called after that span does not matter to it.
        var asOf = place.IsSpan || own.Start == default ? start : own.Start;
        return (own.IsTool ? null : FirstCallOf(self)) ?? Upwards(parent, asOf);
    }

    /// <summary>The version of the call nearest in time, earlier ones first.</summary>
    public string? NearestInTime(DateTimeOffset start) => _spans
        .Where(span => span.Version is not null)
        .OrderBy(span => span.Start > start)
        .ThenBy(span => (span.Start - start).Duration())
        .FirstOrDefault().Version;

    private string? FirstCallOf(ulong agent) => _spans
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
            var beside = _spans
                .Where(span => span.Parent == level && span.Version is not null && span.Start <= start)
                .OrderByDescending(span => span.Start)
                .FirstOrDefault();
            if (beside.Version is not null)
                return beside.Version;
            if (!_spans.TryGetValue(parent, out var above))
                return null;
            if (above.Version is not null)
                return above.Version;
            parent = above.Parent;
        }
        return null;
    }
}
