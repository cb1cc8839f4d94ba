namespace Governance.Messaging.Handling;

/// <summary>
/// Everything that a handler may cause: types of facts, and of messages that it sends or schedules. Emitting another
/// one fails; whatever is declared is drawn in docs/flows.md.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayEmitAttribute(params Type[] types) : Attribute
{
    /// <summary>The types, in the order they were written.</summary>
    public IReadOnlyList<Type> Types { get; } = types;
}
