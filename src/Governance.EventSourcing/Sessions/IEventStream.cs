namespace Governance.EventSourcing.Sessions;

/// <summary>
/// A stream fetched for writing: what was folded, and where. Saving holds it to <see cref="StartingVersion"/>, whether
/// something is appended to it or the decision only rests on it.
/// </summary>
public interface IEventStream<out T>
    where T : class
{
    /// <summary>The stream's id.</summary>
    string Id { get; }

    /// <summary>The folded state; null where there is no event. Never changed by appending.</summary>
    T? Aggregate { get; }

    /// <summary>The version that was read: 0 is a stream that does not exist.</summary>
    long StartingVersion { get; }

    /// <summary>The version with what was appended here and waits to be saved.</summary>
    long CurrentVersion { get; }

    /// <summary>
    /// The first stored type of the stream that this binary does not know, or null: the state lacks what it says.
    /// </summary>
    string? SawUnknown { get; }

    /// <summary>Appends one event when the session is saved.</summary>
    /// <exception cref="Evolution.UnreadableEventException">The state lacks an event of a newer version.</exception>
    void AppendOne(object @event);

    /// <summary>Appends events in order when the session is saved.</summary>
    /// <exception cref="Evolution.UnreadableEventException">The state lacks an event of a newer version.</exception>
    void AppendMany(params IEnumerable<object> events);
}
