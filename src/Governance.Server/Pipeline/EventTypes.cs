using System.Text;
using Governance.Domain;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;

namespace Governance.Server.Pipeline;

/// <summary>
/// The names of stored events. Every record nested in a closed hierarchy <c>{Noun}Event</c> of Domain is
/// <c>{noun}.{name}</c> in snake case: <c>IncidentEvent.SeverityRaised</c> is <c>incident.severity_raised</c>.
/// A name once written is for ever; renaming a record needs a new name for a new fact. A record whose shape changes
/// gets an upcaster here, <c>.Upcast&lt;…&gt;(old => new)</c>, and is stored as <c>…_v2</c> from then on.
/// </summary>
public static class EventTypes
{
    private const string Suffix = "Event";
    private const string Behaviour = "behaviour.";

    /// <summary>The same for the store's sessions.</summary>
    public static EventRegistry Registry { get; } = Declared().Aggregate(
        new EventRegistry(FactJson.Options), (registry, type) => registry.Map(type, AliasByName(type)));

    /// <summary>Every event type of this binary.</summary>
    public static IReadOnlyCollection<Type> All => Registry.Types;

    /// <summary>The name that an event type is stored under.</summary>
    /// <exception cref="ArgumentException">The type is no event of Domain.</exception>
    public static string AliasOf(Type type) => Registry.NameOf(type);

    /// <inheritdoc cref="AliasOf(Type)"/>
    public static string AliasOf<TEvent>() => AliasOf(typeof(TEvent));

    /// <summary>Every name that an event type was ever stored under: what whoever selects by name asks for.</summary>
    /// <exception cref="ArgumentException">The type is no event of Domain.</exception>
    public static IReadOnlyList<string> AliasesOf(Type type) => Registry.NamesOf(type);

    /// <summary>Whether this binary has a type of that name.</summary>
    public static bool IsKnown(string alias) => Registry.Knows(alias);

    /// <summary>Whether it heads a behaviour segment: many, and only for those who ask for them.</summary>
    public static bool IsBehaviour(string alias) => alias.StartsWith(Behaviour, StringComparison.Ordinal);

    /// <summary>An event as it is appended: its name, its exact bytes, and an id if it must be repeatable.</summary>
    public static NewEvent Encode(object @event, Guid? id = null) => Registry.Encode(@event, id);

    /// <summary>
    /// What a stored event means; an unreadable one is said to be so, never skipped and never an exception.
    /// </summary>
    public static Fact Decode(RecordedEvent recorded) => new(recorded, Registry.Decode(recorded).Data);

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
