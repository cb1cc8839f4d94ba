using System.Diagnostics.Metrics;

namespace Governance.Server.Pipeline;

/// <summary>What the reactions say about themselves.</summary>
internal sealed class PipelineMetrics
{
    public const string MeterName = "Governance.Pipeline";

    private readonly Meter _meter;

    public PipelineMetrics(IMeterFactory meters) => _meter = meters.Create(MeterName);

    public void Observe(Reactions reactions)
    {
        _meter.CreateObservableGauge(
            "governance.reaction.lag", () => Each(reactions, state => state.Lag), "{event}",
            "Events in the log that the reaction has not handled.");
        _meter.CreateObservableGauge(
            "governance.reaction.parked", () => Each(reactions, state => state.ParkedKeys), "{key}",
            "Keys that wait behind a dead letter.");
        _meter.CreateObservableGauge(
            "governance.reaction.stopped", () => Each(reactions, state => state.StoppedAt is null ? 0 : 1),
            "{reaction}", "1 while the reaction is stopped before an event that this version does not know.");
    }

    private static IEnumerable<Measurement<long>> Each(Reactions reactions, Func<ReactionState, long> value) =>
        reactions.States.Select(state =>
            new Measurement<long>(value(state), new KeyValuePair<string, object?>("reaction", state.Name)));
}
