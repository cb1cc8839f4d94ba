using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.EventSourcing;

namespace Governance.Server.Pipeline;

/// <summary>
/// The names of stored events. Every record nested in a closed hierarchy <c>{Noun}Event</c> of Domain is
/// <c>{noun}.{name}</c> in snake case: <c>IncidentEvent.SeverityRaised</c> is <c>incident.severity_raised</c>.
/// A name once written is for ever; renaming a record needs a new name for a new fact.
/// </summary>
public static class EventTypes
{
    private const string Suffix = "Event";
    private const string Behaviour = "behaviour.";

    private static readonly FrozenDictionary<string, Type> s_types =
        Declared().ToFrozenDictionary(AliasByName, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_aliases =
        s_types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every event type of this binary.</summary>
    public static IReadOnlyCollection<Type> All => s_aliases.Keys;

    /// <summary>The stored name of an event type.</summary>
    /// <exception cref="ArgumentException">The type is no event of Domain.</exception>
    public static string AliasOf(Type type) => s_aliases.TryGetValue(type, out var alias)
        ? alias
        : throw new ArgumentException($"{type.Name} is no record of a closed {{Noun}}Event hierarchy of Domain.");

    /// <summary>The stored name of an event type.</summary>
    public static string AliasOf<TEvent>() => AliasOf(typeof(TEvent));

    /// <summary>Whether this binary has a type of that name.</summary>
    public static bool IsKnown(string alias) => s_types.ContainsKey(alias);

    /// <summary>Whether it heads a behaviour segment: many, and only for those who ask for them.</summary>
    public static bool IsBehaviour(string alias) => alias.StartsWith(Behaviour, StringComparison.Ordinal);

    /// <summary>An event as it is appended: its name, its exact bytes, and an id if it must be repeatable.</summary>
    public static NewEvent Encode(object @event, Guid? id = null)
    {
        var type = @event.GetType();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(@event, type, FactJson.Options);
        return new NewEvent(AliasOf(type), bytes, id, $"{type.FullName}, {type.Assembly.GetName().Name}");
    }

    /// <summary>
    /// What a stored event means; an unreadable one is said to be so, never skipped and never an exception.
    /// </summary>
    public static Fact Decode(RecordedEvent recorded)
    {
        if (!s_types.TryGetValue(recorded.Type, out var type))
            return new Fact(recorded, new Unreadable(recorded.Type, false, "This binary has no such event type."));
        try
        {
            return new Fact(recorded, JsonSerializer.Deserialize(recorded.Data.Span, type, FactJson.Options)
                ?? new Unreadable(recorded.Type, true, "The payload is null."));
        }
        catch (JsonException error)
        {
            return new Fact(recorded, new Unreadable(recorded.Type, true, error.Message));
        }
    }

    private static IEnumerable<Type> Declared() => typeof(Actor).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsNested: false }
            && type.Name.EndsWith(Suffix, StringComparison.Ordinal))
        .SelectMany(hierarchy => hierarchy.GetNestedTypes().Where(nested => nested.BaseType == hierarchy));

    private static string AliasByName(Type type) =>
        $"{Snake(type.DeclaringType!.Name[..^Suffix.Length])}.{Snake(type.Name)}";

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
