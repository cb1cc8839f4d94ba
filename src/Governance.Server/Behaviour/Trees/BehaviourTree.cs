using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;

namespace Governance.Server.Behaviour.Trees;

/// <summary>One observation in its place among others.</summary>
/// <param name="Depth">0 for a root.</param>
/// <param name="IsOrphan">It names a parent, or an answer that it judges, which was not found.</param>
internal sealed record TreeNode(FoundObservation Found, Observation Seen, int Depth, bool IsOrphan)
{
    /// <summary>When it ended; when it began, where its length was not told.</summary>
    public DateTimeOffset EndedAt => Seen.StartedAt.AddMilliseconds(Seen.LatencyMs ?? 0);
}

/// <summary>
/// Observations as a tree: a span under its parent, what speaks of a span (an evaluation, feedback, a verdict) under
/// that span, what names an answer under the call that gave it; each below the other in the order of their beginning.
/// </summary>
internal sealed record BehaviourTree(IReadOnlyList<TreeNode> Nodes)
{
    /// <summary>What lies deeper is drawn at this depth: no page is wide enough for agents in a loop.</summary>
    public const int MaxDepth = 24;

    /// <summary>The earliest beginning; null without a node.</summary>
    public DateTimeOffset? From => Nodes.Count == 0 ? null : Nodes.Min(node => node.Seen.StartedAt);

    /// <summary>The latest end.</summary>
    public DateTimeOffset? To => Nodes.Count == 0 ? null : Nodes.Max(node => node.EndedAt);

    /// <summary>Orders what was found.</summary>
    public static BehaviourTree Of(IEnumerable<FoundObservation> found)
    {
        var all = found.Select(one => (Found: one, Seen: one.Read()))
            .OrderBy(one => one.Seen.StartedAt)
            .ThenBy(one => one.Found.Address.Position).ThenBy(one => one.Found.Address.Index)
            .ToList();
        var spans = new Dictionary<(string?, string?), int>();
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, (_, seen)) in all.Index())
        {
            if (IsSpan(seen))
                spans.TryAdd((seen.TraceId, seen.SpanId), index);
            if (seen.ResponseId is { } response)
                answers.TryAdd(response, index);
        }

        var parents = all.Select((one, index) => ParentOf(one.Seen, index, spans, answers)).ToList();
        var children = Enumerable.Range(0, all.Count).ToLookup(index => RootOrParent(index, parents));
        var nodes = new List<TreeNode>(all.Count);
        var waiting = new Stack<(int Index, int Depth)>();
        foreach (var root in children[-1].Reverse())
            waiting.Push((root, 0));
        while (waiting.TryPop(out var next))
        {
            var (one, seen) = all[next.Index];
            nodes.Add(new TreeNode(one, seen, next.Depth, NamesAnother(seen) && parents[next.Index] < 0));
            foreach (var child in children[next.Index].Reverse())
                waiting.Push((child, Math.Min(next.Depth + 1, MaxDepth)));
        }

        return new BehaviourTree(nodes);
    }

    /// <summary>A log record speaks of a span and is none: it neither failed nor succeeded.</summary>
    private static bool IsSpan(Observation seen) => seen is { SpanId: not null, Failed: not null };

    private static bool NamesAnother(Observation seen) => seen.ParentSpanId is not null
        || seen.TargetResponseId is not null || (seen.SpanId is not null && !IsSpan(seen));

    private static int ParentOf(
        Observation seen,
        int index,
        Dictionary<(string?, string?), int> spans,
        Dictionary<string, int> answers)
    {
        if (seen.TargetResponseId is { } target && answers.TryGetValue(target, out var answer) && answer != index)
            return answer;
        var span = IsSpan(seen) ? seen.ParentSpanId : seen.SpanId ?? seen.ParentSpanId;
        return span is not null && spans.TryGetValue((seen.TraceId, span), out var parent) && parent != index
            ? parent
            : -1;
    }

    /// <summary>A parent that is its own descendant, which no honest sender says, is cut loose.</summary>
    private static int RootOrParent(int index, List<int> parents)
    {
        var (above, steps) = (parents[index], 0);
        while (above >= 0 && above != index && steps++ <= parents.Count)
            above = parents[above];
        if (above == index)
            parents[index] = -1;
        return parents[index];
    }
}
