using System.Diagnostics.Metrics;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;

namespace Governance.Server.Pipeline;

/// <summary>How far reactions and projections are behind the log, and whether one of them stands.</summary>
internal sealed class PipelineMetrics(IMeterFactory meters, EventStore store, ProjectionDaemon projections)
{
    private readonly Meter _meter = meters.Create("Governance");

    /// <summary>Reports from now on.</summary>
    public void Observe(Reactions reactions)
    {
        _meter.CreateObservableGauge(
            "governance.reaction.lag", () => Running(reactions, state => state.Lag), "{event}",
            "Events in the log that the reaction has not handled.");
        _meter.CreateObservableGauge(
            "governance.reaction.parked", () => Running(reactions, state => state.ParkedKeys), "{key}",
            "Keys that wait behind a dead letter.");
        _meter.CreateObservableGauge(
            "governance.reaction.stopped", () => Each(reactions, state => state.StoppedAt is null ? 0 : 1),
            "{reaction}", "1 while the reaction is stopped before an event that this version does not know.");
        _meter.CreateObservableGauge(
            "governance.projection.lag",
            () => Each(progress => Math.Max(0, store.KnownPosition - progress.Position)),
            "{event}", "Events in the log that the projection lacks.");
        _meter.CreateObservableGauge(
            "governance.projection.behind", () => Each(progress => (long)progress.Behind.TotalSeconds), "s",
            "For how long the projection has lacked something of the log.");
        _meter.CreateObservableGauge(
            "governance.projection.silence", () => Each(progress => (long)progress.Silence.TotalSeconds), "s",
            "Since when the projection's loop has given no sign of life.");
        _meter.CreateObservableGauge(
            "governance.projection.parked_keys", () => Each(progress => progress.ParkedKeys), "{key}",
            "Keys whose rows stand still, since an event of theirs could not be applied.");
    }

    // Where a reaction stands is the running node's to say; the others know only where they left it.
    private static IEnumerable<Measurement<long>> Running(Reactions reactions, Func<ReactionState, long> value) =>
        reactions.States.Where(state => state.Runs).Select(state => Named("reaction", state.Name, value(state)));

    private static IEnumerable<Measurement<long>> Each(Reactions reactions, Func<ReactionState, long> value) =>
        reactions.States.Select(state => Named("reaction", state.Name, value(state)));

    private IEnumerable<Measurement<long>> Each(Func<ProjectionProgress, long> value) =>
        projections.Progress.Select(progress => Named("projection", progress.Name, value(progress)));

    private static Measurement<long> Named(string kind, string name, long value) =>
        new(value, new KeyValuePair<string, object?>(kind, name));
}
