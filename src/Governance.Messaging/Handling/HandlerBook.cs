using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Handling;

/// <summary>
/// Every handler of the product: public static methods <c>Handle(message, …)</c> of classes whose name ends in
/// <c>Handler</c>, compiled when the server starts. What cannot work is an error then, which says how to mend it.
/// </summary>
public sealed class HandlerBook
{
    private const string Suffix = "Handler";

    /// <summary>Reads, checks and compiles the handlers of these classes.</summary>
    /// <exception cref="HandlerException">A handler cannot work as it is written.</exception>
    public HandlerBook(IEnumerable<Type> classes, IHandlerSurroundings surroundings, IServiceProviderIsService services)
    {
        var compiler = new HandlerCompiler(surroundings, services);
        All =
        [
            .. classes.SelectMany(type => HandleMethods(type).Select(handle => compiler.Compile(type, handle))),
        ];
    }

    /// <summary>Every handler, in the order of registration.</summary>
    public IReadOnlyList<Handler> All { get; }

    /// <summary>The handlers of one class, one for each type of message.</summary>
    public IReadOnlyList<Handler> Of(Type type) => [.. All.Where(handler => handler.Class == type)];

    /// <summary>The types of message that a class handles, without compiling it.</summary>
    /// <exception cref="HandlerException">It is no handler class.</exception>
    public static IReadOnlyList<Type> MessagesOf(Type type) =>
        [.. HandleMethods(type).Select(method => method.GetParameters()[0].ParameterType)];

    /// <summary>What a class declares to cause.</summary>
    public static IReadOnlyList<Type> MayEmit(Type type) =>
        type.GetCustomAttribute<MayEmitAttribute>()?.Types ?? [];

    /// <summary>A class's name without <c>Handler</c>: names its checkpoint for ever.</summary>
    public static string NameOf(Type type) => type.Name[..^Suffix.Length];

    private static List<MethodInfo> HandleMethods(Type type)
    {
        if (!type.Name.EndsWith(Suffix, StringComparison.Ordinal) || type.Name.Length == Suffix.Length)
            throw new HandlerException(type, $"its name does not end in {Suffix}; rename it, or do not register it.");
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name is "Handle" or "HandleAsync")
            .ToList();
        if (methods.Count == 0)
            throw new HandlerException(type, "it has no public static method Handle(message, …); add one.");
        if (methods.Find(method => method.GetParameters().Length == 0) is not null)
            throw new HandlerException(type, "Handle has no argument; the first one is the message.");
        var twice = methods.GroupBy(method => method.GetParameters()[0].ParameterType)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? methods
            : throw new HandlerException(
                type, $"it handles {twice.Key.Name} in {twice.Count()} methods, and nobody can say which; keep one.");
    }
}

/// <summary>A handler that cannot work as it is written; the message says why and how to mend it.</summary>
public sealed class HandlerException(Type type, string why) : Exception($"{type.Name} cannot be used: {why}");
