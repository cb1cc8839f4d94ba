using System.Collections.Immutable;
using System.Diagnostics;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Merging;
using Governance.Domain.Incidents.Responders;

namespace Governance.Domain.Incidents;

/// <summary>How far one containment order has come.</summary>
public enum ContainmentProgress
{
    /// <summary>Ordered; nothing seen yet.</summary>
    Requested,

    /// <summary>Its effect was seen in the telemetry.</summary>
    Observed,

    /// <summary>Its effect was not seen in time.</summary>
    NotObserved,
}

/// <summary>An incident, folded from its facts. Diagram: <c>docs/state-machines.md</c>.</summary>
public sealed record Incident
{
    /// <summary>More orders than anyone could give by hand in one incident; a flood of them is a fault.</summary>
    public const int ContainmentsMax = 64;

    /// <summary>More incidents than this are a storm, not one incident.</summary>
    public const int AbsorbedMax = 64;

    /// <summary>Before the first fact.</summary>
    public static readonly Incident Initial = new();

    /// <summary>Where it stands.</summary>
    public IncidentStatus Status { get; init; }

    /// <summary>What is asked, as declared.</summary>
    public IncidentEvent.IncidentDeclared? Declaration { get; init; }

    /// <summary>The severity now.</summary>
    public Severity Severity { get; init; }

    /// <summary>The worst severity it ever had: what is due because of it stays due.</summary>
    public Severity Worst { get; init; }

    /// <summary>What was last said of the harm, or null before anybody assessed it.</summary>
    public IncidentEvent.SeverityAssessed? Assessment { get; init; }

    /// <summary>Who is looking at it, or null when nobody is.</summary>
    public Actor? AcknowledgedBy { get; init; }

    /// <summary>When the acknowledgement is void without another word; null where it holds until the end.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>What was last heard of whoever acknowledged, or null.</summary>
    public IncidentEvent.ProgressReported? LastProgress { get; init; }

    /// <summary>Who does what. Bounded by <see cref="IncidentRoles.HeldMax"/>.</summary>
    public ImmutableList<RoleHeld> Roles { get; init; } = [];

    /// <summary>The command that is being handed over, or null.</summary>
    public IncidentEvent.CommandHandoverOffered? Offer { get; init; }

    /// <summary>Who commands, or null.</summary>
    public PersonId? Commander => Roles.Find(held => held.Role is IncidentRole.Commander)?.Person;

    /// <summary>Since when somebody knows, of this or of what became part of it; null in facts of before.</summary>
    public DateTimeOffset? AwareAt => Absorbed.Select(one => one.AwareAt).Append(Declaration?.AwareAt).Min();

    /// <summary>Signals that led to or joined this incident. Bounded by <see cref="AbsorbedMax"/>.</summary>
    public ImmutableDictionary<Fingerprint, SignalShare> Signals { get; init; } =
        ImmutableDictionary<Fingerprint, SignalShare>.Empty;

    /// <summary>Incidents that became part of this one. Bounded by <see cref="AbsorbedMax"/>.</summary>
    public ImmutableList<AbsorbedIncident> Absorbed { get; init; } = [];

    /// <summary>The incident that this one became part of, or null.</summary>
    public IncidentId? MergedInto { get; init; }

    /// <summary>How many signals led to or joined this incident.</summary>
    public int SignalCount => Signals.Values.Sum(share => share.Count);

    /// <summary>Its signals in the order of their findings' names.</summary>
    public IReadOnlyList<SignalShare> SignalList =>
        [.. Signals.Values.OrderBy(share => share.Fingerprint.Value, StringComparer.Ordinal)];

    /// <summary>The youngest note, to tell a double click from a second note.</summary>
    public IncidentEvent.NoteAdded? LastNote { get; init; }

    /// <summary>Containment orders by their stream. Bounded by <see cref="ContainmentsMax"/>.</summary>
    public ImmutableDictionary<string, ContainmentProgress> Containments { get; init; } =
        ImmutableDictionary.Create<string, ContainmentProgress>(StringComparer.Ordinal);

    /// <summary>How it ended, or null while it has not.</summary>
    public IncidentEvent.IncidentResolved? Resolution { get; init; }

    /// <summary>True once something was halted because of it.</summary>
    public bool WasHalted { get; init; }

    /// <summary>How often it was thought to be over and was not.</summary>
    public int ReopenCount { get; init; }

    /// <summary>The review that is asked for, or null.</summary>
    public IncidentEvent.ReviewOpened? Review { get; init; }

    /// <summary>What the review found, or null until it is published.</summary>
    public IncidentEvent.ReviewPublished? Findings { get; init; }

    /// <summary>Why it was no incident, or null.</summary>
    public IncidentEvent.IncidentDismissed? Dismissal { get; init; }

    /// <summary>What may be missing when it is closed. Bounded by the kinds of <see cref="CloseItem"/>.</summary>
    public ImmutableDictionary<CloseItem, CloseWaiver> Waivers { get; init; } =
        ImmutableDictionary<CloseItem, CloseWaiver>.Empty;

    /// <summary>True from the declaration to the resolution.</summary>
    public bool IsUnresolved => Status.IsUnresolved();

    /// <summary>The state after one more fact.</summary>
    public static Incident Evolve(Incident incident, IncidentEvent fact) =>
        Take(incident, fact) with { Status = incident.Status.After(fact) };

    private static Incident Take(Incident incident, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentDeclared declared => incident with
        {
            Declaration = declared,
            Severity = declared.Severity,
            Worst = declared.Severity,
            Signals = incident.Signals.With(declared.Taken ?? First(declared)),
        },
        IncidentEvent.SignalJoined joined => incident with
        {
            Signals = incident.Signals.With(new SignalShare(joined.Fingerprint, 1, joined.Position)),
        },
        IncidentEvent.SeverityRaised raised => incident with
        {
            Severity = raised.To,
            Worst = raised.To.IsWorseThan(incident.Worst) ? raised.To : incident.Worst,
            AcknowledgedBy = null,
            LeaseUntil = null,
        },
        IncidentEvent.SeverityLowered lowered => incident with { Severity = lowered.To },
        IncidentEvent.SeverityAssessed assessed => incident with { Assessment = assessed },
        IncidentEvent.NoteAdded note => incident with { LastNote = note },
        IncidentEvent.ContainmentRequested requested =>
            incident.With(requested.Order, ContainmentProgress.Requested) with
            {
                WasHalted = incident.WasHalted || requested.Action is ContainmentAction.Halt,
            },
        IncidentEvent.ContainmentEffectObserved observed =>
            incident.With(observed.Order, ContainmentProgress.Observed),
        IncidentEvent.ContainmentEffectNotObserved failed =>
            incident.With(failed.Order, ContainmentProgress.NotObserved),
        IncidentEvent.IncidentContained => incident,
        _ => Respond(incident, fact) ?? Merges.Evolve(incident, fact) ?? End(incident, fact),
    };

    private static SignalShare? First(IncidentEvent.IncidentDeclared declared) =>
        declared is { Fingerprint: { } fingerprint, SignalPosition: { } position }
            ? new SignalShare(fingerprint, 1, position)
            : null;

    /// <summary>Facts of who has it; null for any other.</summary>
    private static Incident? Respond(Incident incident, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentAcknowledged acknowledged => incident with
        {
            AcknowledgedBy = acknowledged.By,
            LeaseUntil = acknowledged.LeaseUntil,
        },
        IncidentEvent.ProgressReported progress => incident with
        {
            LastProgress = progress,
            LeaseUntil = progress.LeaseUntil,
        },
        IncidentEvent.AckExpired => incident with { AcknowledgedBy = null, LeaseUntil = null },
        IncidentEvent.RoleAssigned given => incident with
        {
            Roles = incident.Roles.Add(new RoleHeld(given.Role, given.Person)),
        },
        IncidentEvent.RoleReleased released => incident with
        {
            Roles = incident.Roles.Remove(new RoleHeld(released.Role, released.Person)),
        },
        IncidentEvent.CommandHandoverOffered offer => incident with { Offer = offer },
        IncidentEvent.CommandHandoverAccepted accepted => incident with
        {
            Offer = null,
            Roles = incident.Roles
                .Remove(new RoleHeld(IncidentRole.Commander, accepted.From))
                .Add(new RoleHeld(IncidentRole.Commander, accepted.To)),
        },
        IncidentEvent.CommandHandoverDeclined or IncidentEvent.CommandHandoverLapsed =>
            incident with { Offer = null },
        _ => null,
    };

    /// <summary>Facts of how it ends, and that it did not.</summary>
    private static Incident End(Incident incident, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentResolved resolved => incident with { Resolution = resolved },
        IncidentEvent.ReviewOpened review => incident with { Review = review },
        IncidentEvent.ReviewPublished published => incident with { Findings = published },
        IncidentEvent.CloseWaiverAsked asked => incident with
        {
            Waivers = incident.Waivers.SetItem(asked.Item, new CloseWaiver(asked.By, asked.Reason, null)),
        },
        IncidentEvent.CloseWaiverGranted granted => incident with
        {
            Waivers = incident.Waivers.SetItem(
                granted.Item, incident.Waivers[granted.Item] with { GrantedBy = granted.By }),
        },
        IncidentEvent.IncidentDismissed dismissed => incident with { Dismissal = dismissed },
        IncidentEvent.IncidentClosed => incident,
        IncidentEvent.IncidentReopened => incident with
        {
            ReopenCount = incident.ReopenCount + 1,
            AcknowledgedBy = null,
            LeaseUntil = null,
            Resolution = null,
            Review = null,
            Findings = null,
            Dismissal = null,
            Waivers = incident.Waivers.Clear(),
        },
        _ => throw new UnreachableException($"No evolution for {fact.GetType().Name}."),
    };

    /// <summary>
    /// What an absorbed incident gets when it is given back: its findings with everything that joined them since, but
    /// for the shares that others brought or that this incident was declared for.
    /// </summary>
    public IReadOnlyList<SignalShare> SignalsOf(IncidentId source) =>
        Absorbed.Find(one => one.Source == source) is { } absorbed ? Merges.Due(this, absorbed) : [];

    /// <summary>The role of a person that does not go with another one now, or null.</summary>
    internal IncidentRole? ConflictOf(PersonId person, IncidentRole wanted) => Roles
        .Where(held => held.Person == person && !IncidentRoles.GoTogether(Severity, held.Role, wanted))
        .Select(held => (IncidentRole?)held.Role)
        .FirstOrDefault();

    private Incident With(string order, ContainmentProgress progress) =>
        this with { Containments = Containments.SetItem(order, progress) };
}
