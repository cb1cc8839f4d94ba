using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Clocks;
using Governance.Server.Incidents.Acts;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Judging;

namespace Governance.Server.Incidents.Room;

/// <summary>
/// Everything that happened around one incident, as the log tells it now or told it up to a position.
/// </summary>
/// <param name="Id">The incident.</param>
/// <param name="Number">Position of its declaration.</param>
/// <param name="DeclaredAt">When.</param>
/// <param name="Seen">Position of its last own fact: what somebody who acts has seen.</param>
/// <param name="State">Folded.</param>
/// <param name="Facts">Its own facts and those of every stream that it touches, in no order.</param>
public sealed record IncidentDossier(
    IncidentId Id, long Number, DateTimeOffset DeclaredAt, long Seen, Incident State, IReadOnlyList<Fact> Facts)
{
    /// <summary>The signal that led here, and where it is in the log; null when none did.</summary>
    internal Fact? Signal => Facts.FirstOrDefault(fact => fact.Position == State.Declaration?.SignalPosition);

    /// <summary>What is wrong with the log, when that is what the incident is about; else null.</summary>
    internal AuditEvent.LogDamaged? Damage =>
        Facts.Select(fact => fact.Event).OfType<AuditEvent.LogDamaged>().LastOrDefault();

    /// <summary>The episodes that belong here, oldest first.</summary>
    internal IReadOnlyList<RoomEpisode> Episodes =>
    [
        .. Facts.Select(fact => fact.Event).OfType<SignalGroupEvent.SignalRaised>().Select(raised => new RoomEpisode(
            raised,
            Facts.Where(fact => fact.Event is SignalGroupEvent.SignalJudged judged && judged.Episode == raised.Episode)
                .OrderBy(fact => fact.Position)
                .Select(fact => Judgement.Of((SignalGroupEvent.SignalJudged)fact.Event, fact.At))
                .LastOrDefault())),
    ];

    /// <summary>What the signal is about and what was seen; null when no signal led here.</summary>
    internal (SignalSubject Subject, SignalEvidence Evidence)? Finding
    {
        get
        {
            var subject = Facts.Where(fact => fact.Position <= Signal?.Position)
                .Select(fact => fact.Event)
                .OfType<SignalGroupEvent.SignalRaised>()
                .LastOrDefault()?.Subject;
            return (subject, Signal?.Event) switch
            {
                (null, _) => null,
                (_, SignalGroupEvent.SignalRaised raised) => (subject, raised.Evidence),
                (_, SignalGroupEvent.SignalRepeated repeated) => (subject, repeated.Evidence),
                _ => null,
            };
        }
    }
}

/// <summary>An episode that belongs to an incident, and what people said of it last.</summary>
public sealed record RoomEpisode(SignalGroupEvent.SignalRaised Raised, Judgement? Judgement);

/// <summary>Reads the dossier of one incident.</summary>
internal sealed class RoomReader(EventStore store)
{
    /// <summary>Stream of what happened to the log itself.</summary>
    private const string LogStream = "audit-log";

    /// <summary>Null when there is no such incident, or was none by then.</summary>
    /// <param name="asOf">Position up to which the log is read; null for all of it.</param>
    internal async Task<IncidentDossier?> ReadAsync(IncidentId id, long? asOf, CancellationToken ct)
    {
        var own = await FactsAsync(IncidentStreams.Incident.IdOf(id.Value), asOf, ct);
        if (own is [])
        {
            return null;
        }

        var state = own.Select(fact => fact.Event).OfType<IncidentEvent>().Aggregate(Incident.Initial, Incident.Evolve);
        var facts = new List<Fact>(own);
        foreach (var stream in Around(id, state))
        {
            facts.AddRange(await FactsAsync(stream, asOf, ct));
        }

        return new IncidentDossier(id, own[0].Position, own[0].At, own[^1].Position, state, Own(facts, own));
    }

    /// <summary>
    /// The id of the incident that was declared at a position, as in <c>INC-1042</c>; null when none was.
    /// </summary>
    internal async Task<IncidentId?> FindAsync(long number, CancellationToken ct)
    {
        var at = await store.ReadAsync(number - 1, 1, null, withoutBehaviour: false, ct);
        return at is [var recorded] && recorded.Position == number
            && EventTypes.Decode(recorded) is { Event: IncidentEvent.IncidentDeclared } fact
            ? IncidentStreams.IncidentOf(fact)
            : null;
    }

    private static IEnumerable<string> Around(IncidentId id, Incident state)
    {
        yield return $"escalation-{id}";
        yield return ClockStreams.Clocks.IdOf(id.Value);
        yield return RunbookStreams.Execution.IdOf(id.Value);
        foreach (var fingerprint in SignalVerdict.FindingsOf(state))
        {
            yield return $"signal-group-{fingerprint}";
        }

        if (state.Declaration?.Alarm == Alarm.LogDamaged)
        {
            yield return LogStream;
        }

        foreach (var order in state.Containments.Keys)
        {
            yield return order;
        }
    }

    /// <summary>
    /// A signal group outlives its incidents: only what happened in this one's time belongs here, and what people say
    /// of it later.
    /// </summary>
    private static List<Fact> Own(List<Fact> facts, IReadOnlyList<Fact> own)
    {
        var signal = ((IncidentEvent.IncidentDeclared)own[0].Event).SignalPosition ?? own[0].Position;
        var first = facts.LastOrDefault(fact => fact.Event is SignalGroupEvent.SignalRaised && fact.Position <= signal);
        var damage = facts.LastOrDefault(fact =>
            fact.Event is AuditEvent.LogDamaged && fact.Position < own[0].Position);
        var last = own.LastOrDefault(fact => fact.Event is IncidentEvent.IncidentResolved
            or IncidentEvent.IncidentDismissed or IncidentEvent.IncidentReopened) is { } end
            && end.Event is not IncidentEvent.IncidentReopened
                ? end.Position
                : long.MaxValue;
        var episodes = facts.Where(IsOfItsTime).Select(fact => fact.Event).OfType<SignalGroupEvent.SignalRaised>()
            .Select(raised => raised.Episode).ToHashSet();
        return
        [
            .. facts.Where(fact => fact.Event is not SignalGroupEvent || IsOfItsTime(fact)
                || (fact.Event is SignalGroupEvent.SignalJudged judged && episodes.Contains(judged.Episode)))
                .Where(fact => fact.Event is not AuditEvent || fact.Position == damage?.Position),
        ];

        bool IsOfItsTime(Fact fact) => fact.Position >= first?.Position && fact.Position <= last;
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(string streamId, long? asOf, CancellationToken ct) =>
    [
        .. (await store.FetchStreamAsync(streamId, asOfPosition: asOf, ct: ct)).Select(EventTypes.Decode),
    ];
}
