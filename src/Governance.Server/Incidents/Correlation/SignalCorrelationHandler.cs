using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// A signal becomes an incident, or joins the one that is open for its fingerprint. The declaration, the signal's link
/// and the deployment's restriction are one commit: there is no moment in which a rollout could slip through.
/// </summary>
[MayEmit(
    typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.SignalJoined), typeof(IncidentEvent.SeverityRaised),
    typeof(IncidentEvent.IncidentReopened), typeof(SignalGroupEvent.SignalLinked), typeof(DeploymentEvent.Restricted))]
internal static class SignalCorrelationHandler
{
    private static readonly StreamOf<Finding, SignalGroupEvent> s_findings =
        new("signal-group", Finding.Initial, Finding.Evolve);

    private static readonly Actor s_self = Actor.Part("signal-correlation");

    public static async Task<Found?> LoadAsync(Fact fact, Reading reading)
    {
        var signal = Signal.Of(fact);
        if (signal.Evidence.Mode is not DetectorMode.Active
            || DeploymentRestriction.Mildest.IsWorseThan(signal.Evidence.SeverityHint))
        {
            return null;
        }

        var finding = await reading.ReadAsync(s_findings, signal.Fingerprint.Value);
        var next = IncidentIds.OfFinding(signal.Fingerprint, finding.IncidentCount + 1);
        return new Found(
            signal,
            finding,
            finding.Incident is { } known ? await reading.ReadAsync(IncidentStreams.Incident, known.Value) : null,
            next,
            await reading.ReadAsync(IncidentStreams.Incident, next.Value));
    }

    public static Effects Handle(SignalGroupEvent.SignalRaised raised, Found found, DateTimeOffset now) =>
        JoinOrDeclare(found, now);

    public static Effects Handle(SignalGroupEvent.SignalRepeated repeated, Found found, DateTimeOffset now) =>
        JoinOrDeclare(found, now);

    /// <summary>An incident that is resolved by now takes no signal: a new one follows it.</summary>
    private static Effects JoinOrDeclare(Found found, DateTimeOffset now)
    {
        var (signal, finding, known, next, fresh) = found;
        if (known is not null)
        {
            var join = new JoinSignal(signal.Fingerprint, signal.Position, signal.Evidence.SeverityHint, s_self)
                .Decide(known, now);
            if (join.Refusal is not IncidentNotOpen)
            {
                return Linked(found, finding.Incident!.Value, known, join);
            }
        }

        return Linked(found, next, fresh, new DeclareIncident(Declaration(signal, finding)).Decide(fresh, now));
    }

    /// <summary>Decides on the incident and links the signal's episode to it, in one commit.</summary>
    private static Effects Linked(
        Found found, IncidentId id, Incident incident, Decision<IncidentEvent> decision)
    {
        var effects = IncidentEffects.Of(id, incident, decision)
            .And(decision.Events.Count == 0 ? Effects.None : Link(found.Signal.Fingerprint, found.Finding, id));
        return Effects.Of(IncidentStreams.Incident, id.Value, new Plan<IncidentEvent>(decision, effects));
    }

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

    /// <summary>A signal with the incident that is open for it, and the one that would follow.</summary>
    internal sealed record Found(Signal Signal, Finding Finding, Incident? Known, IncidentId Next, Incident Fresh);

    /// <summary>An alarm as correlation sees it.</summary>
    internal sealed record Signal(long Position, Fingerprint Fingerprint, SignalEvidence Evidence)
    {
        internal static Signal Of(Fact fact) => fact.Event switch
        {
            SignalGroupEvent.SignalRaised raised => new(fact.Position, raised.Fingerprint, raised.Evidence),
            SignalGroupEvent.SignalRepeated again => new(fact.Position, again.Fingerprint, again.Evidence),
            _ => throw new UnreachableException($"Correlation does not listen to {fact.Event.GetType().Name}."),
        };
    }
}
