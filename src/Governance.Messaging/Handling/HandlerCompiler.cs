using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Handling;

/// <summary>
/// Finds for every argument of a handler who supplies it: the message, a step before, the surroundings, a service or
/// the cancellation. Each is worked out once, into a slot.
/// </summary>
internal sealed class HandlerCompiler(IHandlerSurroundings surroundings, IServiceProviderIsService services)
{
    private static readonly string[] s_before = ["Load", "LoadAsync", "Validate", "ValidateAsync"];

    public Handler Compile(Type type, MethodInfo handle)
    {
        var message = handle.GetParameters()[0].ParameterType;
        var slots = new List<Type> { message };
        var sources = new List<(ArgumentSource Supply, int Slot)>();
        var before = new List<(HandlerStep Step, int Slot)>();
        foreach (var method in StepsOf(type, message, s_before))
        {
            var step = new HandlerStep(method, SlotsOf(method));
            before.Add((step, slots.Count));
            AddResult(step);
        }

        var handling = new HandlerStep(handle, SlotsOf(handle));
        Check(type, handling);
        var returned = slots.Count;
        AddResult(handling);
        var after = StepsOf(type, message, "After").Select(method => new HandlerStep(method, SlotsOf(method)));
        return new Handler(
            type, message, sources, before, (handling, returned), after.FirstOrDefault(), slots.Count);

        void AddResult(HandlerStep step) => slots.AddRange(
            HandlerStep.Parts(step.Result).Select(part => Nullable.GetUnderlyingType(part) ?? part));

        int[] SlotsOf(MethodInfo method) => [.. method.GetParameters().Select(SlotOf)];

        int SlotOf(ParameterInfo argument)
        {
            var known = slots.FindIndex(supplied => argument.ParameterType.IsAssignableFrom(supplied));
            if (known >= 0)
                return known;
            sources.Add((SourceOf(type, message, argument), slots.Count));
            slots.Add(argument.ParameterType);
            return slots.Count - 1;
        }
    }

    /// <summary>In the order of the names; those that take another message of the class are not for this one.</summary>
    private static IEnumerable<MethodInfo> StepsOf(Type type, Type message, params string[] names)
    {
        var others = HandlerBook.MessagesOf(type).Where(other => other != message).ToHashSet();
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => names.Contains(method.Name))
            .Where(method => !method.GetParameters().Any(parameter => others.Contains(parameter.ParameterType)))
            .OrderBy(method => Array.IndexOf(names, method.Name));
    }

    private ArgumentSource SourceOf(Type type, Type message, ParameterInfo argument)
    {
        var wanted = argument.ParameterType;
        if (wanted == typeof(CancellationToken))
            return call => new(call.Stopping);
        if (surroundings.Supply(wanted, message) is { } supply)
            return supply;
        if (services.IsService(wanted))
            return call => new(call.Services.GetService(wanted));
        throw new HandlerException(
            type,
            $"nobody can supply the argument {argument.Name} ({wanted.Name}) of {argument.Member.Name}. Return it from "
            + $"a Load step, register it as a service, or take what there is: {surroundings.Supplies}.");
    }

    private void Check(Type type, HandlerStep handle)
    {
        foreach (var outcome in HandlerStep.Parts(handle.Result).Concat(HandlerBook.MayEmit(type)))
        {
            if (surroundings.RefuseOutcome(outcome) is { } why)
                throw new HandlerException(type, why);
        }
    }
}
