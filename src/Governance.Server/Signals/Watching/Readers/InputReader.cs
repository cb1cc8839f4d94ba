using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// What came in, as values whose distribution is compared: lengths, and the sender's own task classes and clusters of
/// prompts, numbered as they are first seen.
/// </summary>
internal sealed class InputReader : ISignalReader
{
    /// <summary>Categories told apart; whatever comes after them counts as one more.</summary>
    private const int MaxCategories = 64;

    private readonly Dictionary<string, int> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _prompts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Read(Observation observation, List<Said> into)
    {
        if (observation.Kind is not ObservationKind.Inference)
            return;
        into.Say(SignalKind.InputShift, (double?)observation.InputTokens, "of lengths");
        if (observation.TaskClass is { } task)
            into.Say(SignalKind.InputShift, NumberOf(task, _tasks), "of task classes");
        if (observation.Details?.GetValueOrDefault("prompt.cluster") is { } prompt)
            into.Say(SignalKind.InputShift, NumberOf(prompt, _prompts), "of prompt clusters");
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        foreach (var categories in (Dictionary<string, int>[])[_tasks, _prompts])
        {
            writer.Write(categories.Count);
            foreach (var (category, _) in categories.OrderBy(one => one.Value))
                writer.Write(category);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        foreach (var categories in (Dictionary<string, int>[])[_tasks, _prompts])
        {
            for (var left = reader.ReadInt32(); left > 0; left--)
                categories.Add(reader.ReadString(), categories.Count);
        }
    }

    private static double NumberOf(string category, Dictionary<string, int> known)
    {
        if (!known.TryGetValue(category, out var number) && known.Count < MaxCategories)
            known.Add(category, number = known.Count);
        return known.ContainsKey(category) ? number : MaxCategories;
    }
}
