namespace Governance.Messaging.Handling;

/// <summary>
/// What handles one type of message: a class's <c>Load</c> and <c>Validate</c>, if it has them, then its <c>Handle</c>.
/// Whatever <c>Handle</c> returns is what happens, and nothing else does. <c>After</c>, if there is one, is called once
/// that is committed, for what may be missed: to measure, to say so.
/// </summary>
public sealed class Handler
{
    private readonly IReadOnlyList<(ArgumentSource Supply, int Slot)> _sources;
    private readonly IReadOnlyList<(HandlerStep Step, int Slot)> _before;
    private readonly (HandlerStep Step, int Slot) _handle;
    private readonly HandlerStep? _after;
    private readonly int _slots;

    internal Handler(
        Type type, Type message, IReadOnlyList<(ArgumentSource Supply, int Slot)> sources,
        IReadOnlyList<(HandlerStep Step, int Slot)> before, (HandlerStep Step, int Slot) handle, HandlerStep? after,
        int slots)
    {
        (Class, Message, _sources, _before) = (type, message, sources, before);
        (_handle, _after, _slots) = (handle, after, slots);
        MayEmit = HandlerBook.MayEmit(type);
        Errors = type.GetProperty(nameof(Errors))?.GetValue(null) as ErrorPolicy ?? ErrorPolicy.Default;
    }

    /// <summary>The class that it is written in.</summary>
    public Type Class { get; }

    /// <summary>The class's name without <c>Handler</c>.</summary>
    public string Name => HandlerBook.NameOf(Class);

    /// <summary>The type of message that it handles.</summary>
    public Type Message { get; }

    /// <summary>The types of facts and messages that it may cause.</summary>
    public IReadOnlyList<Type> MayEmit { get; }

    /// <summary>What to do when it fails: the class's static property <c>Errors</c>, else the default.</summary>
    public ErrorPolicy Errors { get; }

    /// <summary>Handles a message and answers what came of it.</summary>
    public async ValueTask<HandlerResult> InvokeAsync(HandlerCall call)
    {
        var slots = new object?[_slots];
        slots[0] = call.Message;
        foreach (var (supply, slot) in _sources)
        {
            if ((slots[slot] = await supply(call)) is null)
                return HandlerResult.Nothing;
        }

        foreach (var (step, slot) in _before)
        {
            var result = await step.InvokeAsync(slots);
            if (result is null or false)
                return HandlerResult.Nothing; // Nothing was found, or it is not valid: nothing happens.
            Fill(slots, slot, result);
        }

        var returned = await _handle.Step.InvokeAsync(slots);
        Fill(slots, _handle.Slot, returned);
        return new HandlerResult(
            [.. HandlerStep.Values(returned).OfType<object>()],
            _after is null ? null : async () => await _after.InvokeAsync(slots));
    }

    private static void Fill(object?[] slots, int first, object? result)
    {
        foreach (var (i, value) in HandlerStep.Values(result).Index())
            slots[first + i] = value;
    }
}

/// <summary>What came of one handling.</summary>
/// <param name="Returned">The returned values, a tuple's one by one, nulls left out.</param>
/// <param name="After">To be called once they are committed; null when there is nothing to call.</param>
public sealed record HandlerResult(IReadOnlyList<object> Returned, Func<ValueTask>? After)
{
    internal static HandlerResult Nothing { get; } = new([], null);
}
