using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Pages;

/// <summary>One page and what came of it.</summary>
/// <param name="Incident">Its id.</param>
/// <param name="Number">As people say it.</param>
/// <param name="Alarm">The alarm behind the incident; null where a person declared it without one.</param>
/// <param name="Recipient">A duty, or a person's pseudonym.</param>
/// <param name="ToPerson">Whether <paramref name="Recipient"/> is a person.</param>
/// <param name="Outcome">Of the last attempt; null before the first.</param>
public sealed record PageEntry(
    string Key, DateTimeOffset At, string Incident, long Number, string? Alarm, string Recipient, bool ToPerson,
    string Channel, PageOutcome? Outcome);

/// <summary>
/// The latest pages and which incidents a person acted on, from memory: the delivery log and the report.
/// </summary>
internal sealed class PageLedger : IFold
{
    /// <summary>A month of a busy organisation; older pages are in the log and on their incidents.</summary>
    public const int PagesMax = 5_000;

    private readonly Lock _changing = new();

    // Bounded by PagesMax, oldest first; the index holds the same pages.
    private readonly LinkedList<PageEntry> _pages = [];
    private readonly Dictionary<string, LinkedListNode<PageEntry>> _byKey = new(StringComparer.Ordinal);

    // Bounded by the incidents of the pages kept: forgotten with the last of them.
    private readonly Dictionary<string, Subject> _subjects = new(StringComparer.Ordinal);

    /// <summary>The pages since a moment, latest first, and whether a person acted on the incident of each.</summary>
    public IReadOnlyList<(PageEntry Page, bool Acted)> Since(DateTimeOffset from)
    {
        lock (_changing)
            return
            [
                .. _pages.Where(page => page.At >= from).Reverse()
                    .Select(page => (page, _subjects.GetValueOrDefault(page.Incident)?.Acted is true)),
            ];
    }

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        lock (_changing)
        {
            switch (fact.Event)
            {
                case IncidentEvent happened:
                    OfIncident(fact.IdIn(OnCallStreams.Incident.Prefix), fact.Position, happened);
                    break;
                case EscalationEvent.PageRequested page:
                    Keep(fact, page);
                    break;
                case EscalationEvent.PageAttempted attempt when _byKey.TryGetValue(
                    attempt.IdempotencyKey, out var node):
                    node.Value = node.Value with { Outcome = attempt.Outcome };
                    break;
            }
        }
    }

    private void OfIncident(string id, long position, IncidentEvent happened)
    {
        switch (happened)
        {
            // Every incident that is not resolved is kept, since a page for it may follow.
            case IncidentEvent.IncidentDeclared declared:
                _subjects[id] = new Subject(position, declared.Alarm, Acted: false, Over: false);
                break;
            case IncidentEvent.IncidentAcknowledged { By.IsPerson: true } or IncidentEvent.SeverityRaised
                or IncidentEvent.NoteAdded { By.IsPerson: true } or IncidentEvent.ContainmentRequested:
                Change(id, subject => subject with { Acted = true });
                break;
            case IncidentEvent.IncidentResolved:
                Change(id, subject => subject with { Over = true });
                Forget(id);
                break;
        }
    }

    private void Keep(Fact fact, EscalationEvent.PageRequested page)
    {
        var incident = fact.IdIn(OnCallStreams.Escalation.Prefix);
        var subject = _subjects.GetValueOrDefault(incident);
        var entry = new PageEntry(
            page.IdempotencyKey, fact.At, incident, subject?.Number ?? 0, subject?.Alarm, page.Recipient,
            page.ToPerson, page.Channel, null);
        _byKey[entry.Key] = _pages.AddLast(entry);
        if (_pages.Count <= PagesMax)
            return;
        var oldest = _pages.First!.Value;
        _pages.RemoveFirst();
        _byKey.Remove(oldest.Key);
        Forget(oldest.Incident);
    }

    private void Change(string id, Func<Subject, Subject> change)
    {
        if (_subjects.TryGetValue(id, out var subject))
            _subjects[id] = change(subject);
    }

    /// <summary>An incident that is over and that no page kept is about.</summary>
    private void Forget(string id)
    {
        if (_subjects.GetValueOrDefault(id)?.Over is true && _pages.All(page => page.Incident != id))
            _subjects.Remove(id);
    }

    /// <param name="Acted">A person acknowledged, wrote, raised or contained.</param>
    /// <param name="Over">It is resolved.</param>
    private sealed record Subject(long Number, string? Alarm, bool Acted, bool Over);
}
