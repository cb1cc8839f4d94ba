using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Sessions;

/// <summary>A folded stream: its state, its version, and the first event that this binary does not know.</summary>
internal sealed record Folded<T>(T? State, long Version, bool Archived, TypedEvent? Unknown)
    where T : class;

/// <summary>
/// Folds events into a <typeparamref name="T"/> by its methods, looked up and compiled once per event type:
/// static <c>Create(e)</c> begins, <c>Apply(e)</c> (changing this, or returning the next; or static with the state)
/// goes on, static <c>Evolve(state, e)</c> takes what neither does, <c>ShouldDelete(e)</c> ends. Without a Create the
/// first state is the static <c>Initial</c> or a new T. Any of them may also ask for the <see cref="TypedEvent"/>. An
/// event that no method takes changes nothing.
/// </summary>
internal static class Fold<T>
    where T : class
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;

    private static readonly MethodInfo[] s_methods =
        [.. typeof(T).GetMethods(Public).Where(m => m.Name is "Create" or "Apply" or "Evolve" or "ShouldDelete")];

    // Bounded by the event types of the program.
    private static readonly ConcurrentDictionary<Type, Func<T?, TypedEvent, T?>> s_steps = new();

    /// <exception cref="UnreadableEventException">The bytes of a known event are not what they should be.</exception>
    public static Folded<T> Over(IEnumerable<RecordedEvent> recorded, EventRegistry registry)
    {
        if (s_methods.Length == 0)
            throw new InvalidOperationException($"{typeof(T).Name} folds nothing: give it Create, Apply or Evolve.");
        var folded = new Folded<T>(null, ExpectedVersion.NoStream, Archived: false, Unknown: null);
        foreach (var one in recorded)
        {
            var typed = registry.Decode(one);
            folded = typed.Data switch
            {
                Unreadable { Known: true } why => throw new UnreadableEventException(one, why),
                Unreadable => folded with { Version = one.Version, Unknown = folded.Unknown ?? typed },
                var data => folded with
                {
                    Version = one.Version,
                    State = s_steps.GetOrAdd(data.GetType(), Compile)(folded.State, typed),
                    Archived = data is StreamArchived,
                },
            };
        }

        return folded;
    }

    private static Func<T?, TypedEvent, T?> Compile(Type eventType)
    {
        var (state, typed) = (Expression.Parameter(typeof(T)), Expression.Parameter(typeof(TypedEvent)));
        var next = Expression.Condition(
            Expression.ReferenceEqual(state, Expression.Constant(null)),
            Begin(eventType, typed),
            GoOn(eventType, state, typed));
        return Expression.Lambda<Func<T?, TypedEvent, T?>>(next, state, typed).Compile();
    }

    private static Expression Begin(Type eventType, ParameterExpression typed)
    {
        if (Find("Create", eventType) is { IsStatic: true } create)
            return Call(create, eventType, null, typed);
        if (First() is not { } first || (Find("Apply", eventType) ?? Find("Evolve", eventType)) is null)
            return Expression.Constant(null, typeof(T));
        var state = Expression.Variable(typeof(T));
        return Expression.Block([state], Expression.Assign(state, first), GoOn(eventType, state, typed));
    }

    private static Expression? First()
    {
        const BindingFlags statics = BindingFlags.Public | BindingFlags.Static;
        if (typeof(T).GetProperty("Initial", statics) is { } property)
            return Expression.Property(null, property);
        if (typeof(T).GetField("Initial", statics) is { } field)
            return Expression.Field(null, field);
        return typeof(T).GetConstructor(Type.EmptyTypes) is { } empty ? Expression.New(empty) : null;
    }

    private static Expression GoOn(Type eventType, ParameterExpression state, ParameterExpression typed)
    {
        Expression next = state;
        if ((Find("Apply", eventType) ?? Find("Evolve", eventType)) is { } apply)
        {
            var applied = Call(apply, eventType, state, typed);
            next = typeof(T).IsAssignableFrom(apply.ReturnType) ? applied : Expression.Block(applied, state);
        }

        return Find("ShouldDelete", eventType) is { } ends
            ? Expression.Condition(
                Call(ends, eventType, state, typed), Expression.Constant(null, typeof(T)), next, typeof(T))
            : next;
    }

    /// <summary>The method of that name that takes the event; the nearest of its types, where several do.</summary>
    private static MethodInfo? Find(string name, Type eventType) => s_methods
        .Where(method => method.Name == name)
        .Select(method => (method, taken: Array.Find(
            method.GetParameters(), parameter => Takes(parameter.ParameterType, eventType))?.ParameterType))
        .Where(found => found.taken is not null)
        .OrderBy(found => found.taken == eventType ? 0 : 1)
        .Select(found => found.method)
        .FirstOrDefault();

    private static bool Takes(Type parameter, Type eventType) =>
        parameter != typeof(T) && parameter != typeof(TypedEvent) && parameter.IsAssignableFrom(eventType);

    private static MethodCallExpression Call(
        MethodInfo method, Type eventType, Expression? state, ParameterExpression typed)
    {
        var data = Expression.Convert(Expression.Property(typed, nameof(TypedEvent.Data)), eventType);
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(TypedEvent) => typed,
            var type when type == typeof(T) => state
                ?? throw new InvalidOperationException($"{typeof(T).Name}.{method.Name} begins and has no state yet."),
            var type when type.IsAssignableFrom(eventType) => (Expression)data,
            var type => throw new InvalidOperationException(
                $"{typeof(T).Name}.{method.Name} may take the event, the state and {nameof(TypedEvent)}, not {type}."),
        });
        return Expression.Call(method.IsStatic ? null : state, method, arguments);
    }
}
