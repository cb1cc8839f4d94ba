namespace Governance.Messaging.Handling;

/// <summary>
/// What handles one type of message: a class's <c>Load</c> and <c>Validate</c>, if it has them, then its <c>Handle</c>.
/// Whatever <c>Handle</c> returns is what happens, and nothing else does.
/// </summary>
public sealed class Handler
{
    private readonly IReadOnlyList<(ArgumentSource Supply, int Slot)> _sources;
    private readonly IReadOnlyList<(HandlerStep Step, int Slot)> _before;
    private readonly HandlerStep _handle;
    private readonly int _slots;

    internal Handler(
        Type type, Type message, IReadOnlyList<(ArgumentSource Supply, int Slot)> sources,
        IReadOnlyList<(HandlerStep Step, int Slot)> before, HandlerStep handle, int slots)
    {
        (Class, Message, _sources, _before, _handle, _slots) = (type, message, sources, before, handle, slots);
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

    /// <summary>Handles a message and answers the returned values, a tuple's one by one, nulls left out.</summary>
    public async ValueTask<IReadOnlyList<object>> InvokeAsync(HandlerCall call)
    {
        var slots = new object?[_slots];
        slots[0] = call.Message;
        foreach (var (supply, slot) in _sources)
        {
            if ((slots[slot] = await supply(call)) is null)
                return [];
        }

        foreach (var (step, slot) in _before)
        {
            var result = await step.InvokeAsync(slots);
            if (result is null or false)
                return []; // Nothing was found, or it is not valid: nothing happens.
            foreach (var (i, value) in HandlerStep.Values(result).Index())
                slots[slot + i] = value;
        }

        return [.. HandlerStep.Values(await _handle.InvokeAsync(slots)).OfType<object>()];
    }
}
