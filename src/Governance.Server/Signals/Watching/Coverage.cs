using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// How many served observations said what the detectors need: absent is shown as not measured, never as 0.
/// </summary>
internal sealed class Coverage
{
    private readonly long[] _known = new long[Enum.GetValues<SignalKind>().Length];
    private readonly long[] _among = new long[Enum.GetValues<Among>().Length];

    /// <summary>Observations that said this signal.</summary>
    internal long Known(SignalKind signal) => _known[(int)signal];

    /// <summary>Observations that could have said something.</summary>
    internal long Of(Among among) => _among[(int)among];

    internal void Saw(Observation observation)
    {
        if (AmongOf(observation) is { } among)
            _among[(int)among]++;
    }

    internal void Said(SignalKind signal) => _known[(int)signal]++;

    internal void Save(BinaryWriter writer)
    {
        foreach (var count in (ReadOnlySpan<long>)[.. _known, .. _among])
            writer.Write(count);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (var counts in (long[][])[_known, _among])
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i] = reader.ReadInt64();
        }
    }

    private static Among? AmongOf(Observation observation) => observation.Kind switch
    {
        ObservationKind.Inference => Among.ModelCalls,
        ObservationKind.ToolCall => Among.ToolCalls,
        ObservationKind.Evaluation => Among.Evaluations,
        ObservationKind.AgentStep => Among.Runs,
        ObservationKind.Feedback => Among.Ratings,
        ObservationKind.Declaration => observation.Declares switch
        {
            "probe.result" => Among.Probes,
            "human.decision" => Among.Decisions,
            _ => null,
        },
        _ => null,
    };
}
