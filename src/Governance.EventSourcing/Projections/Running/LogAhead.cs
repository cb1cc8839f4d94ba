namespace Governance.EventSourcing.Projections.Running;

/// <summary>Reads the log for one projection, a page ahead of whoever writes while it is far behind.</summary>
internal sealed class LogAhead(ProjectionWork work)
{
    /// <summary>Events in a page close to the end of the log.</summary>
    private const int ShortPage = 500;

    /// <summary>Events in a page far from it: the cost of asking is spread over more.</summary>
    private const int LongPage = 5_000;

    private readonly IReadOnlyCollection<string>? _types = work.Knows is null ? work.Projection.Types : null;
    private readonly bool _withoutBehaviour =
        work.Projection.Types?.Any(type => type.StartsWith("behaviour.", StringComparison.Ordinal)) is false;
    private readonly HashSet<string>? _wanted =
        work.Projection.Types?.ToHashSet(StringComparer.Ordinal); // Bounded by the types of the product.

    private long _after = -1;
    private Task<EventPage> _next = Task.FromResult(new EventPage([], 0));

    /// <summary>The page after a position, of at most <paramref name="limit"/> events.</summary>
    public async Task<LogPage> ReadAsync(long after, int limit, CancellationToken ct)
    {
        var size = Math.Min(limit, IsFar(after) ? LongPage : ShortPage);
        var page = after == _after && limit >= LongPage ? await _next : await PageAsync(after, size, ct);
        _after = -1;
        if (limit >= LongPage && page.Through > after && IsFar(page.Through))
            (_after, _next) = (page.Through, PageAsync(page.Through, LongPage, ct));
        return Wanted(page);
    }

    /// <summary>One event, wherever it is.</summary>
    public async Task<RecordedEvent> ReadOneAsync(long position, CancellationToken ct)
    {
        var page = await work.Store.ReadPageAsync(position - 1, 1, types: null, withoutBehaviour: false, ct);
        return page.Events[0];
    }

    private bool IsFar(long position) => work.Store.KnownPosition - position > LongPage;

    private Task<EventPage> PageAsync(long after, int size, CancellationToken ct) =>
        work.Store.ReadPageAsync(after, size, _types, _withoutBehaviour, ct);

    /// <summary>
    /// The wanted events up to the first whose type this binary does not know, even if nobody listens to it here: what
    /// a newer binary says may concern what this one already wrote.
    /// </summary>
    private LogPage Wanted(EventPage page)
    {
        if (work.Knows is not { } knows || (_wanted is null && !work.Projection.ReadsPayloads))
            return new LogPage(page.Events, page.Through, null);
        var events = new List<RecordedEvent>();
        foreach (var recorded in page.Events)
        {
            if (work.Projection.ReadsPayloads && !knows(recorded.Type))
                return new LogPage(events, recorded.Position - 1, recorded.Type);
            if (_wanted is null || _wanted.Contains(recorded.Type))
                events.Add(recorded);
        }

        return new LogPage(events, page.Through, null);
    }
}

/// <summary>A stretch of the log for one projection.</summary>
/// <param name="Events">What it wants of it.</param>
/// <param name="Through">Everything up to here was looked at.</param>
/// <param name="Unknown">The event type behind it at which a projection must stop, or null.</param>
internal sealed record LogPage(IReadOnlyList<RecordedEvent> Events, long Through, string? Unknown);
