using Governance.Messaging;

namespace Governance.Server.Pipeline;

/// <summary>
/// A subscription: what the system does by rule when a fact is stored. It has one checkpoint, sees the facts of one key
/// in their order, and may see a fact again after a crash; what it appends through <see cref="Reacting"/> has derived
/// ids, so a redo changes nothing.
/// </summary>
public interface IReaction
{
    /// <summary>Names its checkpoint for ever, e.g. <c>EscalationRunner</c>.</summary>
    string Name { get; }

    /// <summary>The event types it is given. Drawn in docs/flows.md.</summary>
    IReadOnlyList<Type> ListensTo { get; }

    /// <summary>The event types it may append; appending another one fails. Drawn in docs/flows.md.</summary>
    IReadOnlyList<Type> MayEmit { get; }

    /// <summary>Facts of one key are handled in order; those of different keys side by side.</summary>
    string KeyOf(Fact fact) => fact.StreamId;

    /// <summary>What to do when handling a fact fails; a fact keeps its place, so putting it off is waiting.</summary>
    ErrorPolicy Errors => ErrorPolicy.Default;

    /// <summary>Handles one fact. An exception means: try again, and in the end park the fact's key.</summary>
    ValueTask ReactAsync(Fact fact, Reacting context);
}
