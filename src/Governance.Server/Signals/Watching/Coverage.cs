using Governance.Domain.Intake;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// How many served observations said what the detectors need: absent is shown as not measured, never as 0.
/// </summary>
internal sealed class Coverage
{
    private readonly long[] _counts = new long[Enum.GetValues<Fact>().Length];

    /// <summary>What an observation may say.</summary>
    internal enum Fact
    {
        /// <summary>Model calls.</summary>
        Inferences,

        /// <summary>Model calls whose version is known.</summary>
        Version,

        /// <summary>Model calls whose refusal is known.</summary>
        Refusal,

        /// <summary>Model calls that say whether they failed.</summary>
        Failed,

        /// <summary>Model calls with a duration.</summary>
        Latency,

        /// <summary>Model calls with input tokens.</summary>
        InputTokens,

        /// <summary>Model calls with output tokens.</summary>
        OutputTokens,

        /// <summary>Tool calls.</summary>
        ToolCalls,

        /// <summary>Tool calls whose version and tool are known.</summary>
        KnownTools,

        /// <summary>Evaluations with a score.</summary>
        Evaluations,
    }

    internal long this[Fact fact] => _counts[(int)fact];

    internal void Take(Observation observation)
    {
        switch (observation.Kind)
        {
            case ObservationKind.Inference:
                Count(Fact.Inferences, true);
                Count(Fact.Version, observation.ModelVersion is not null);
                Count(Fact.Refusal, observation.Refusal is not null);
                Count(Fact.Failed, observation.Failed is not null);
                Count(Fact.Latency, observation.LatencyMs is not null);
                Count(Fact.InputTokens, observation.InputTokens is not null);
                Count(Fact.OutputTokens, observation.OutputTokens is not null);
                break;
            case ObservationKind.ToolCall:
                Count(Fact.ToolCalls, true);
                Count(Fact.KnownTools, observation is { Tool: not null, ModelVersion: not null });
                break;
            case ObservationKind.Evaluation:
                Count(Fact.Evaluations, observation.Score is not null);
                break;
            default:
                break;
        }
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var count in _counts)
            writer.Write(count);
    }

    internal void Load(BinaryReader reader)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] = reader.ReadInt64();
    }

    private void Count(Fact fact, bool said) => _counts[(int)fact] += said ? 1 : 0;
}
