using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>What an observation says about each signal. What it does not say is no reading, never a zero.</summary>
internal static class SignalReading
{
    /// <summary>Most readings of one observation.</summary>
    internal const int Max = 5;

    /// <summary>Writes the readings of a served observation and returns how many.</summary>
    internal static int Read(Observation observation, Span<(SignalKind Signal, string? Dimension, float Value)> into)
    {
        var n = 0;
        switch (observation.Kind)
        {
            case ObservationKind.Inference:
                Add(into, ref n, SignalKind.Refusal, Bit(observation.Refusal));
                Add(into, ref n, SignalKind.Error, Bit(observation.Failed));
                if (observation.Failed is true)
                    break; // a call that broke off says nothing about duration and length
                Add(into, ref n, SignalKind.Latency, (float?)observation.LatencyMs);
                Add(into, ref n, SignalKind.InputTokens, observation.InputTokens);
                Add(into, ref n, SignalKind.OutputTokens, observation.OutputTokens);
                break;
            case ObservationKind.ToolCall:
                Add(into, ref n, SignalKind.ToolError, Bit(observation.Failed));
                break;
            case ObservationKind.Evaluation when observation is { EvaluationName: { } name, Score: { } score }:
                Add(into, ref n, SignalKind.EvaluationScore, (float)score, Scorer(name, score, observation));
                break;
            default:
                break;
        }

        return n;
    }

    /// <summary>
    /// Another scorer, or another version of it, is another series: a changed scorer is no changed model.
    /// </summary>
    private static string Scorer(string name, double score, Observation observation)
    {
        var by = observation.EvaluatorId is { } id
            ? $"{name} by {id}{(observation.EvaluatorVersion is { } version ? "@" + version : "")}"
            : $"{name} by unknown scorer";
        return score is < 0 or > 1 ? by + WatchedSignals.OwnScale : by;
    }

    private static float? Bit(bool? value) => value is { } known ? known ? 1 : 0 : null;

    private static void Add(
        Span<(SignalKind Signal, string? Dimension, float Value)> into,
        ref int n,
        SignalKind signal,
        float? value,
        string? dimension = null)
    {
        if (value is { } known && float.IsFinite(known))
            into[n++] = (signal, dimension, known);
    }
}
