using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Rules;

/// <summary>
/// A fixed rule over observations in the order of the log: it holds or it does not, and no window is waited for.
/// </summary>
internal interface IBehaviourRule
{
    /// <summary>What it finds.</summary>
    SignalKind Signal { get; }

    /// <summary>Takes in one served observation and adds what begins or ends to hold.</summary>
    void Take(Witnessed witnessed, List<FoundSignal> found);

    /// <summary>Adds what has not been seen for long enough to be over.</summary>
    void EndQuiet(DateTimeOffset now, List<FoundSignal> found);

    /// <summary>What holds is said again when it is seen next: it counts otherwise from here on.</summary>
    void Forget();

    /// <summary>Writes what is remembered.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Load(BinaryReader reader);
}

/// <summary>An observation, when it counts as having been, and where it stands.</summary>
internal readonly record struct Witnessed(
    Observation Observation, DateTimeOffset At, ObservationAddress Address, string Deployment);

/// <summary>That a rule's condition holds.</summary>
internal sealed record FoundCondition(
    ConditionSeen Seen, Severity Hint, DateTimeOffset From, DateTimeOffset To, ObservationAddress Address);
