using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// What is ordered against harm, and what was seen of it, becomes part of every open incident it is meant for. An order
/// whose effect was not observed is a critical incident of its own.
/// </summary>
internal sealed class ContainmentCorrelation : IReaction
{
    private static readonly StreamOf<Rollout, RolloutEvent> s_rollouts =
        new("rollout", Rollout.Initial, Rollout.Evolve);

    private static readonly StreamOf<Halt, HaltEvent> s_halts = new("halt", Halt.Initial, Halt.Evolve);

    private static readonly StreamOf<Deployment, DeploymentEvent> s_deployments =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    private static readonly Actor s_self = Actor.Part("containment-correlation");

    /// <inheritdoc/>
    public string Name => nameof(ContainmentCorrelation);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } =
    [
        typeof(RolloutEvent.RollbackOrdered), typeof(RolloutEvent.RollbackEffectObserved),
        typeof(RolloutEvent.RollbackEffectNotObserved), typeof(HaltEvent.HaltOrdered),
        typeof(HaltEvent.HaltEffectObserved), typeof(HaltEvent.HaltEffectNotObserved),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.ContainmentRequested),
        typeof(IncidentEvent.ContainmentEffectObserved), typeof(IncidentEvent.ContainmentEffectNotObserved),
        typeof(DeploymentEvent.Restricted),
    ];

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var order = await OrderOfAsync(fact, context);
        foreach (var incident in await IncidentsOfAsync(order, context))
        {
            await context.TransactAsync(IncidentStreams.Incident, incident.Value, Record(fact, order));
        }

        if (Failure(fact, order) is { } failure)
        {
            var id = IncidentIds.OfStream(order.Stream);
            await context.TransactAsync(
                IncidentStreams.Incident, id.Value, failure.Decide, IncidentEffects.Of(id));
        }
    }

    private static async Task<Order> OrderOfAsync(Fact fact, Reacting context)
    {
        if (fact.Event is HaltEvent)
        {
            var halt = (await context.ReadAsync(s_halts, fact.IdIn(s_halts.Prefix))).State.Order!;
            return new Order(
                ContainmentAction.Halt, fact.StreamId, halt.Deployment, halt.DeploymentName, null, null);
        }

        var rollout = (await context.ReadAsync(s_rollouts, fact.IdIn(s_rollouts.Prefix))).State;
        var plan = rollout.Plan!;
        return new Order(
            ContainmentAction.Rollback,
            fact.StreamId,
            plan.Deployment,
            plan.DeploymentName,
            plan.Candidate,
            rollout.Incident);
    }

    /// <summary>The incident that caused the order, and every open one that it helps to contain.</summary>
    private static async Task<IEnumerable<IncidentId>> IncidentsOfAsync(Order order, Reacting context)
    {
        var deployment = (await context.ReadAsync(s_deployments, order.Deployment.Value)).State;
        var open = deployment.Restrictions
            .Where(restriction => restriction.Cause is RestrictionCause.Incident)
            .Where(restriction => order.Version is not { } version || restriction.Forbids(version))
            .Select(restriction => new IncidentId(restriction.CauseId));
        return order.Incident is { } cause ? open.Prepend(cause).Distinct() : open;
    }

    /// <summary>An effect that belongs to no recorded order of an incident is refused there, and rightly so.</summary>
    private static Func<Incident, DateTimeOffset, Decision<IncidentEvent>> Record(Fact fact, Order order) =>
        fact.Event switch
        {
            RolloutEvent.RollbackOrdered e =>
                new RecordContainmentRequest(order.Action, order.Stream, order.Target, e.By).Decide,
            HaltEvent.HaltOrdered e =>
                new RecordContainmentRequest(order.Action, order.Stream, order.Target, e.By).Decide,
            RolloutEvent.RollbackEffectObserved e =>
                new RecordContainmentEffect(order.Action, order.Stream, e.ElapsedMs).Decide,
            HaltEvent.HaltEffectObserved e =>
                new RecordContainmentEffect(order.Action, order.Stream, e.ElapsedMs).Decide,
            RolloutEvent.RollbackEffectNotObserved e =>
                new RecordContainmentFailure(order.Action, order.Stream, Seen(e, order)).Decide,
            HaltEvent.HaltEffectNotObserved e =>
                new RecordContainmentFailure(order.Action, order.Stream, Seen(e, order)).Decide,
            _ => throw new UnreachableException($"Containment does not listen to {fact.Event.GetType().Name}."),
        };

    private static DeclareContainmentFailure? Failure(Fact fact, Order order)
    {
        var seen = fact.Event switch
        {
            RolloutEvent.RollbackEffectNotObserved e => Seen(e, order),
            HaltEvent.HaltEffectNotObserved e => Seen(e, order),
            _ => null,
        };
        return seen is null
            ? null
            : new DeclareContainmentFailure(
                new(IncidentText.FitTitle(seen), Severity.Sev1, DetectedBy.Containment, s_self)
                {
                    Deployment = order.Deployment,
                    DeploymentName = order.DeploymentName,
                    Version = order.Version,
                    Alarm = Alarm.EffectNotObserved,
                },
                new(order.Action, order.Stream, seen));
    }

    private static string Seen(RolloutEvent.RollbackEffectNotObserved e, Order order) =>
        e.Finding is EffectFinding.StillServing
            ? $"{order.Target} is still served after its rollback{Sender(e.Instance)}"
            : $"Nobody can tell whether {order.Target} is still served after its rollback{Sender(e.Instance)}";

    private static string Seen(HaltEvent.HaltEffectNotObserved e, Order order) =>
        e.Finding is EffectFinding.StillServing
            ? $"{order.Target} is still served after the halt{Sender(e.Instance)}"
            : $"Nobody can tell whether {order.Target} obeyed the halt{Sender(e.Instance)}";

    private static string Sender(string? instance) => instance is null ? "" : $", sender {instance}";

    /// <summary>What was ordered, and against what.</summary>
    private sealed record Order(
        ContainmentAction Action,
        string Stream,
        DeploymentId Deployment,
        string DeploymentName,
        ModelVersion? Version,
        IncidentId? Incident)
    {
        internal string Target => Version is { } version ? $"{DeploymentName} {version}" : DeploymentName;
    }
}
