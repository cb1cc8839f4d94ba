using System.Text.Json;
using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Sessions;

/// <summary>What a session wants of one stream: events to append, and where the stream must be for it.</summary>
internal sealed class PendingStream(string id, EventRegistry registry, TimeProvider clock)
{
    private readonly List<NewEvent> _events = []; // Bounded by what one append may hold; more is refused there.
    private string? _streamType;

    public string Id { get; } = id;

    public IReadOnlyList<NewEvent> Events => _events;

    /// <summary>Where the stream must be; null while nobody cares.</summary>
    public long? Expected { get; private set; }

    /// <summary>Every event has its id from here on, so that saving twice appends once.</summary>
    public void Add(IEnumerable<object> events) => _events.AddRange(
        from one in events
        let given = (one as NewEvent)?.Id
        select registry.Encode(one, given ?? Guid.CreateVersion7(clock.GetUtcNow())));

    /// <summary>Demands a version; two demands that differ cannot both be met.</summary>
    /// <exception cref="StreamConflictException">Another version was demanded before.</exception>
    public void Expect(long version)
    {
        if (Expected is { } demanded && demanded != version)
            throw new StreamConflictException(Id, demanded, version);
        Expected = version;
    }

    /// <summary>What <c>mt_streams.type</c> says: the aggregate's name in snake case, as Marten writes it.</summary>
    public void OfType(Type aggregate) =>
        _streamType = JsonNamingPolicy.SnakeCaseLower.ConvertName(aggregate.Name);

    public StreamAppend ToAppend() => new(Id, Expected ?? ExpectedVersion.Any, [.. _events], _streamType);

    /// <summary>What must still hold of a stream that nothing is appended to; null where nothing must.</summary>
    public StreamGuard? ToGuard() =>
        _events.Count == 0 && Expected is { } version ? new StreamGuard(Id, version) : null;
}
