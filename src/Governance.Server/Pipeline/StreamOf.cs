namespace Governance.Server.Pipeline;

/// <summary>
/// How one kind of stream is named and folded, e.g. <c>new("incident", Incident.Initial, Incident.Evolve)</c>.
/// A stream's id is <c>{Prefix}-{opaque id}</c>; uniqueness of anything is always such an id.
/// </summary>
/// <param name="Prefix">The noun before the first hyphen of the stream's id.</param>
/// <param name="Initial">The state before the first event.</param>
/// <param name="Evolve">The state after one more event.</param>
public sealed record StreamOf<TState, TEvent>(string Prefix, TState Initial, Func<TState, TEvent, TState> Evolve)
    where TEvent : class
{
    /// <summary>The stream of the thing with this opaque id.</summary>
    public string IdOf(string id) => $"{Prefix}-{id}";
}

/// <summary>A stream's state and the version it was folded at; version 0 is a stream that does not exist yet.</summary>
/// <param name="Position">Where the stream's last event lies in the log; 0 when it has none.</param>
public sealed record Folded<TState>(TState State, long Version, long Position)
{
    /// <summary>
    /// The first fact that only a newer binary knows, or null. The state lacks what it says: good enough to be shown,
    /// never to decide on.
    /// </summary>
    public Fact? Unknown { get; init; }
}
