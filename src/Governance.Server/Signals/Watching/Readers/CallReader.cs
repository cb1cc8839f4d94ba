using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// What model and tool calls say of themselves; of the most telling signals also within each declared task class and
/// segment.
/// </summary>
internal sealed class CallReader : ISignalReader
{
    // Since when filters have spoken: silence before the first word is not an absence.
    private bool _filtersSpoke;

    /// <inheritdoc/>
    public void Read(Observation observation, List<Said> into)
    {
        if (observation.Kind is ObservationKind.ToolCall)
            into.Say(SignalKind.ToolError, observation.Failed);
        else if (observation.Kind is ObservationKind.Inference)
            ReadInference(observation, into);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => writer.Write(_filtersSpoke);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _filtersSpoke = reader.ReadBoolean();

    private void ReadInference(Observation call, List<Said> into)
    {
        into.Say(SignalKind.Refusal, call.Refusal);
        into.Say(SignalKind.Error, call.Failed);
        ReadFilters(call, into);
        ReadSegments(call, into);
        if (call.Failed is true)
            return; // a call that broke off says nothing about duration, length and end
        into.Say(SignalKind.Latency, call.LatencyMs);
        into.Say(SignalKind.InputTokens, (double?)call.InputTokens);
        into.Say(SignalKind.OutputTokens, (double?)call.OutputTokens);
        if (call.TaskClass is { } task)
        {
            into.Say(SignalKind.Latency, call.LatencyMs, "task=" + task);
            into.Say(SignalKind.OutputTokens, (double?)call.OutputTokens, "task=" + task);
        }

        if (call.Finish is { } finish)
        {
            into.Say(SignalKind.Truncation, finish == "length");
            into.Say(SignalKind.ToolUse, finish == "tool_call");
        }
    }

    private void ReadFilters(Observation call, List<Said> into)
    {
        var says = call.InputVerdict ?? call.OutputVerdict;
        _filtersSpoke |= says is not null;
        if (_filtersSpoke)
            into.Say(SignalKind.FilterSilence, says is null);
        if (call.InputVerdict is { } input and not "not_run")
            into.Say(SignalKind.InputBlock, input == "deny");
        if (call.OutputVerdict is { } output and not "not_run")
            into.Say(SignalKind.OutputBlock, output == "deny");
    }

    private static void ReadSegments(Observation call, List<Said> into)
    {
        foreach (var (dimension, value) in call.Segments ?? new Dictionary<string, string>())
        {
            into.Say(SignalKind.Refusal, call.Refusal, $"{dimension}={value}");
            into.Say(SignalKind.Error, call.Failed, $"{dimension}={value}");
        }
    }
}
