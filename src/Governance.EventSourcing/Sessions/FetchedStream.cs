using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Sessions;

/// <inheritdoc cref="IEventStream{T}"/>
internal sealed class FetchedStream<T>(PendingStream pending, Folded<T> folded) : IEventStream<T>
    where T : class
{
    public string Id => pending.Id;

    public T? Aggregate => folded.State;

    public long StartingVersion => folded.Version;

    public long CurrentVersion => StartingVersion + pending.Events.Count;

    public string? SawUnknown => folded.Unknown?.Recorded.Type;

    public void AppendOne(object @event) => AppendMany(@event);

    public void AppendMany(params IEnumerable<object> events)
    {
        if (folded.Unknown is { Data: Unreadable why } unknown)
            throw new UnreadableEventException(unknown.Recorded, why);
        pending.Add(events);
    }
}
