using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.EventSourcing.Erasure;

namespace Governance.EventSourcing.Evolution;

/// <summary>
/// Which stored name means which type, and how payloads of older versions are raised to the present one. A name is for
/// ever. An event with n steps is stored as <c>{name}_v{n+1}</c>, one without as <c>{name}</c>; every older name stays
/// readable. Everything is registered before the first event is read.
/// </summary>
public sealed class EventRegistry
{
    private readonly Dictionary<Type, Mapping> _mappings = []; // Bounded by the event types of the program.
    private readonly JsonSerializerOptions _json;
    private readonly Lazy<FrozenDictionary<string, Stored>> _stored;

    /// <summary>A registry that knows only this room's own events.</summary>
    /// <param name="json">How payloads are written and read; <see cref="Json"/> where none is given.</param>
    public EventRegistry(JsonSerializerOptions? json = null)
    {
        _json = json ?? Json;
        _stored = new Lazy<FrozenDictionary<string, Stored>>(Freeze);
        _mappings.Add(typeof(StreamArchived), new Mapping(StreamArchived.Alias, Json));
        _mappings.Add(typeof(KeyDestroyed), new Mapping(KeyDestroyed.Alias, Json));
    }

    /// <summary>
    /// Member names as they are, read in any case; integers beyond ±(2^53 − 1) are strings. The base of other options.
    /// </summary>
    public static JsonSerializerOptions Json { get; } = Default();

    /// <summary>Every registered type.</summary>
    public IReadOnlyCollection<Type> Types => _mappings.Keys;

    /// <summary>Registers a type under its name for ever.</summary>
    public EventRegistry Map<TEvent>(string name) => Map(typeof(TEvent), name);

    /// <inheritdoc cref="Map{TEvent}"/>
    public EventRegistry Map(Type type, string name)
    {
        RequireOpen();
        _mappings.Add(type, new Mapping(name, _json));
        return this;
    }

    /// <summary>The next step of a type's payload, as JSON: from version 1 the first time, then 2, and so on.</summary>
    public EventRegistry Upcast<TEvent>(Func<JsonNode, JsonNode> change) =>
        Add<TEvent>(new UpcastStep.OfJson(change));

    /// <summary>The same between types; <typeparamref name="TNew"/> is the event's type, or what a next step takes.
    /// </summary>
    public EventRegistry Upcast<TEvent, TOld, TNew>(Func<TOld, TNew> change)
        where TOld : notnull
        where TNew : notnull => Add<TEvent>(new UpcastStep.OfType<TOld, TNew>(change));

    /// <summary>The name that a type is stored under now.</summary>
    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public string NameOf(Type type) => MappingOf(type).Name;

    /// <summary>Every name that a type was ever stored under, the oldest first: what a filter must ask for.</summary>
    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public IReadOnlyList<string> NamesOf(Type type)
    {
        var mapping = MappingOf(type);
        return [.. Enumerable.Range(1, mapping.Version).Select(mapping.NameAt)];
    }

    /// <summary>Whether this binary has a type of that stored name.</summary>
    public bool Knows(string name) => _stored.Value.ContainsKey(name);

    /// <summary>An event as it is appended: its name, its exact bytes, and an id if it must be repeatable.</summary>
    public NewEvent Encode(object @event, Guid? id = null)
    {
        if (@event is NewEvent encoded)
            return id is null ? encoded : encoded with { Id = id };
        var type = @event.GetType();
        var mapping = MappingOf(type);
        return new NewEvent(
            mapping.Name,
            JsonSerializer.SerializeToUtf8Bytes(@event, type, mapping.Json),
            id,
            $"{type.FullName}, {type.Assembly.GetName().Name}");
    }

    /// <summary>
    /// What a stored event means; an unreadable one is said to be so, never skipped and never an exception.
    /// </summary>
    public TypedEvent Decode(RecordedEvent recorded) => new(recorded, Meaning(recorded));

    private object Meaning(RecordedEvent recorded)
    {
        if (!_stored.Value.TryGetValue(recorded.Type, out var stored))
            return new Unreadable(recorded.Type, false, "This binary has no such event type.");
        try
        {
            return stored.Read(recorded.Data.Span) ?? new Unreadable(recorded.Type, true, "The payload is null.");
        }
        catch (Exception error)
        {
            // Steps and constructors are given whatever was stored, and each fails on it in its own way.
            return new Unreadable(recorded.Type, true, error.Message);
        }
    }

    private EventRegistry Add<TEvent>(UpcastStep step)
    {
        RequireOpen();
        MappingOf(typeof(TEvent)).Steps.Add(step);
        return this;
    }

    private Mapping MappingOf(Type type) => _mappings.TryGetValue(type, out var mapping)
        ? mapping
        : throw new ArgumentException($"{type.Name} is not registered: give it a name with Map<{type.Name}>(…).");

    private void RequireOpen()
    {
        if (_stored.IsValueCreated)
            throw new InvalidOperationException("Events were read already; register types before that.");
    }

    private FrozenDictionary<string, Stored> Freeze() => (
        from pair in _mappings
        from version in Enumerable.Range(1, pair.Value.Version)
        select KeyValuePair.Create(
            pair.Value.NameAt(version),
            new Stored(pair.Key, pair.Value.Json, [.. pair.Value.Steps.Skip(version - 1)])))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static JsonSerializerOptions Default()
    {
        var options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
        SafeIntegers.AddTo(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>A type's first name, and its steps since.</summary>
    private sealed record Mapping(string FirstName, JsonSerializerOptions Json)
    {
        public List<UpcastStep> Steps { get; } = []; // Bounded by the steps that the program declares.

        public int Version => Steps.Count + 1;

        public string Name => NameAt(Version);

        public string NameAt(int version) => version == 1 ? FirstName : $"{FirstName}_v{version}";
    }

    /// <summary>How the payload of one stored name becomes the event.</summary>
    private sealed record Stored(Type Type, JsonSerializerOptions Json, UpcastStep[] Steps)
    {
        public object? Read(ReadOnlySpan<byte> data)
        {
            if (Steps.Length == 0)
                return JsonSerializer.Deserialize(data, Type, Json);
            object payload = JsonNode.Parse(data) ?? throw new JsonException("The payload is null.");
            foreach (var step in Steps)
                payload = step.Raise(payload, Json);
            return UpcastStep.To(Type, payload, Json);
        }
    }
}
