using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// A signal becomes an incident, or joins the one that is open for its fingerprint. The declaration, the signal's link
/// and the deployment's restriction are one commit: there is no moment in which a rollout could slip through.
/// </summary>
internal sealed class SignalCorrelation : IReaction
{
    private static readonly StreamOf<Finding, SignalGroupEvent> s_findings =
        new("signal-group", Finding.Initial, Finding.Evolve);

    private static readonly Actor s_self = Actor.Part("signal-correlation");

    /// <inheritdoc/>
    public string Name => nameof(SignalCorrelation);

    /// <inheritdoc/>
    public IReadOnlyList<Type> ListensTo { get; } =
        [typeof(SignalGroupEvent.SignalRaised), typeof(SignalGroupEvent.SignalRepeated)];

    /// <inheritdoc/>
    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.SignalJoined),
        typeof(IncidentEvent.SeverityRaised), typeof(SignalGroupEvent.SignalLinked),
        typeof(DeploymentEvent.Restricted),
    ];

    /// <inheritdoc/>
    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var signal = Signal.Of(fact);
        if (DeploymentRestriction.Mildest.IsWorseThan(signal.Evidence.SeverityHint))
        {
            return;
        }

        var finding = (await context.ReadAsync(s_findings, signal.Fingerprint.Value)).State;
        if (finding.Incident is not { } incident || !await JoinAsync(signal, incident, context))
        {
            await DeclareAsync(signal, finding, context);
        }
    }

    /// <summary>False when the incident is resolved by now: it takes no signal, and a new one follows it.</summary>
    private static async Task<bool> JoinAsync(Signal signal, IncidentId incident, Reacting context)
    {
        var join = new JoinSignal(signal.Fingerprint, signal.Position, signal.Evidence.SeverityHint, s_self);
        var outcome = await LinkAsync(signal, incident, join.Decide, context);
        return outcome.Refusal is not IncidentNotOpen;
    }

    private static async Task DeclareAsync(Signal signal, Finding finding, Reacting context)
    {
        var id = IncidentIds.OfFinding(signal.Fingerprint, finding.IncidentCount + 1);
        var declare = new DeclareIncident(Declaration(signal, finding));
        await LinkAsync(signal, id, declare.Decide, context);
    }

    /// <summary>Decides on the incident and links the signal's episode to it, in one commit.</summary>
    private static Task<Outcome<Incident>> LinkAsync(
        Signal signal,
        IncidentId incident,
        Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide,
        Reacting context) =>
        context.PlanAsync(IncidentStreams.Incident, incident.Value, async from =>
        {
            var decision = decide(from.State, from.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            var finding = await from.ReadAsync(s_findings, signal.Fingerprint.Value);
            var effects = IncidentEffects.Of(incident, from.State, decision);
            return new Plan<IncidentEvent>(decision, effects.And(Link(signal.Fingerprint, finding, incident)));
        });

    private static Effects Link(Fingerprint fingerprint, Finding finding, IncidentId incident) =>
        finding.LinkedEpisode == finding.Episode
            ? Effects.None
            : new Effects
            {
                Also =
                [
                    FactsTo.Any(
                        s_findings,
                        fingerprint.Value,
                        new SignalGroupEvent.SignalLinked(fingerprint, finding.Episode, incident)),
                ],
            };

    private static IncidentEvent.IncidentDeclared Declaration(Signal signal, Finding finding)
    {
        var subject = finding.Subject
            ?? throw new InvalidOperationException("A signal group begins with a raised signal.");
        return new IncidentEvent.IncidentDeclared(
            FindingTitle.Of(subject, signal.Evidence), signal.Evidence.SeverityHint, DetectedBy.Signal, s_self)
        {
            Deployment = subject.Deployment,
            DeploymentName = subject.DeploymentName,
            Version = subject.ModelVersion,
            Fingerprint = signal.Fingerprint,
            SignalPosition = signal.Position,
            Alarm = Alarm.Of(subject.Signal),
            Predecessor = finding.Incident,
        };
    }

    /// <summary>An alarm as correlation sees it.</summary>
    private sealed record Signal(long Position, Fingerprint Fingerprint, SignalEvidence Evidence)
    {
        internal static Signal Of(Fact fact) => fact.Event switch
        {
            SignalGroupEvent.SignalRaised raised => new(fact.Position, raised.Fingerprint, raised.Evidence),
            SignalGroupEvent.SignalRepeated again => new(fact.Position, again.Fingerprint, again.Evidence),
            _ => throw new UnreachableException($"Correlation does not listen to {fact.Event.GetType().Name}."),
        };
    }
}
