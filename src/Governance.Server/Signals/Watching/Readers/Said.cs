using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>One value of one signal that an observation says, alone or with others before it.</summary>
internal readonly record struct Said(SignalKind Signal, string? Dimension, float Value);

/// <summary>
/// Reads signals out of observations in the order of the log. What an observation does not say is no reading, never a
/// zero. What must be remembered for it is bounded, and saved with the watch.
/// </summary>
internal interface ISignalReader
{
    /// <summary>Adds what a served observation says.</summary>
    void Read(Observation observation, List<Said> into);

    /// <summary>Writes what is remembered.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Load(BinaryReader reader);
}

/// <summary>Adding readings where something is known.</summary>
internal static class Saying
{
    internal static void Say(this List<Said> into, SignalKind signal, double? value, string? dimension = null)
    {
        if (value is { } known && double.IsFinite(known))
            into.Add(new Said(signal, dimension, (float)known));
    }

    internal static void Say(this List<Said> into, SignalKind signal, bool? value, string? dimension = null) =>
        into.Say(signal, value is { } known ? known ? 1.0 : 0.0 : null, dimension);

    /// <summary>A difference of two scores, as the value between 0 and 1 that streams of gaps hold.</summary>
    internal static void SayGap(this List<Said> into, SignalKind signal, double gap, string? dimension = null) =>
        into.Say(signal, Math.Clamp((1 + gap) / 2, 0, 1), dimension);
}
