using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Governance.Messaging.Handling;

/// <summary>
/// One method of a handler as a delegate: arguments from slots, result into slots, awaited if it is a task. Compiled
/// once; a call does no reflection.
/// </summary>
internal sealed class HandlerStep
{
    private static readonly MethodInfo s_unpackTask = Unpacker(nameof(UnpackTaskAsync));
    private static readonly MethodInfo s_unpackValueTask = Unpacker(nameof(UnpackValueTaskAsync));

    private readonly Func<object?[], object?> _call;
    private readonly Func<object?, ValueTask<object?>>? _unpack;

    public HandlerStep(MethodInfo method, IReadOnlyList<int> argumentSlots)
    {
        Method = method;
        var slots = Expression.Parameter(typeof(object?[]));
        var arguments = method.GetParameters().Select((parameter, i) => Expression.Convert(
            Expression.ArrayIndex(slots, Expression.Constant(argumentSlots[i])), parameter.ParameterType));
        var call = Expression.Call(method, arguments);
        Expression body = method.ReturnType == typeof(void)
            ? Expression.Block(call, Expression.Constant(null))
            : Expression.Convert(call, typeof(object));
        _call = Expression.Lambda<Func<object?[], object?>>(body, slots).Compile();
        (_unpack, Result) = Awaited(method.ReturnType);
    }

    public MethodInfo Method { get; }

    /// <summary>What the method returns once it is awaited; void for nothing.</summary>
    public Type Result { get; }

    /// <summary>The types that one returned value stands for: a tuple's are several.</summary>
    public static IReadOnlyList<Type> Parts(Type result) =>
        result == typeof(void) ? []
        : typeof(ITuple).IsAssignableFrom(result) ? [.. result.GetGenericArguments().SelectMany(Parts)]
        : [result];

    /// <summary>The values of those parts, in the same order.</summary>
    public static IEnumerable<object?> Values(object? result) => result is ITuple tuple
        ? Enumerable.Range(0, tuple.Length).SelectMany(i => Values(tuple[i]))
        : [result];

    /// <summary>Calls the method and answers what it came to.</summary>
    public ValueTask<object?> InvokeAsync(object?[] slots) =>
        _unpack is null ? new(_call(slots)) : _unpack(_call(slots));

    private static (Func<object?, ValueTask<object?>>? Unpack, Type Result) Awaited(Type type)
    {
        if (!type.IsGenericType)
            return (null, type);
        var definition = type.GetGenericTypeDefinition();
        var unpacker = definition == typeof(Task<>) ? s_unpackTask
            : definition == typeof(ValueTask<>) ? s_unpackValueTask
            : null;
        if (unpacker is null)
            return (null, type);
        var result = type.GetGenericArguments()[0];
        return (unpacker.MakeGenericMethod(result).CreateDelegate<Func<object?, ValueTask<object?>>>(), result);
    }

    private static async ValueTask<object?> UnpackTaskAsync<T>(object? task) => await (Task<T>)task!;

    private static async ValueTask<object?> UnpackValueTaskAsync<T>(object? task) => await (ValueTask<T>)task!;

    private static MethodInfo Unpacker(string name) =>
        typeof(HandlerStep).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
