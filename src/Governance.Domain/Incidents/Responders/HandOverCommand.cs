namespace Governance.Domain.Incidents.Responders;

/// <summary>Offers the command to somebody else. Until it is accepted, whoever commands stays.</summary>
public sealed record OfferCommand(PersonId To, string Summary, Actor By)
{
    /// <summary>An offer that nobody answers in this time lapses, and has to be made again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Only the commander offers, with a summary; what is still awaited is attached by itself.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (incident.Commander is not { } commander || Actor.Person(commander) != By)
        {
            return new NotCommander();
        }

        if (IncidentText.Broken("summary", Summary, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        if (To == commander || (incident.Offer is { } offer && (offer.To, offer.Summary) == (To, Summary)))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        return incident.ConflictOf(To, IncidentRole.Commander) is { } held
            ? new RolesConflict(held, IncidentRole.Commander)
            : Decision.Append<IncidentEvent>(new IncidentEvent.CommandHandoverOffered(
                commander, To, Summary, Attached(incident), now + Patience));
    }

    private static string Attached(Incident incident)
    {
        var awaited = incident.Containments.Count(order => order.Value is not ContainmentProgress.Observed);
        return $"{incident.Severity.Word()}, {incident.Status.Word()}, {incident.SignalCount} signals, "
            + $"{awaited} of {incident.Containments.Count} orders without an observed effect, "
            + (incident.AcknowledgedBy is null ? "not acknowledged." : "acknowledged.");
    }
}

/// <summary>Takes the command that was offered.</summary>
public sealed record AcceptCommand(PersonId By)
{
    /// <summary>Only whom it was offered to accepts it, and not into two roles that do not go together.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) => incident switch
    {
        { Offer: null } when incident.Commander == By => Decision.Nothing<IncidentEvent>(),
        { Offer: { } offer } when offer.To == By => incident.ConflictOf(By, IncidentRole.Commander) is { } held
            ? new RolesConflict(held, IncidentRole.Commander)
            : Decision.Append<IncidentEvent>(new IncidentEvent.CommandHandoverAccepted(offer.From, By)),
        _ => new NoOffer(),
    };
}

/// <summary>Says no to an offer, or takes it back.</summary>
public sealed record DeclineCommand(PersonId By, string Reason)
{
    /// <summary>Whoever was asked declines, whoever asked withdraws; the commander stays.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.Offer is { } offer && (offer.To == By || offer.From == By)
            ? Decision.Append<IncidentEvent>(new IncidentEvent.CommandHandoverDeclined(By, Reason))
            : new NoOffer();
    }
}

/// <summary>The patience with an offer is over.</summary>
/// <param name="Until">The time that the offer was open until, which tells this offer from a later one.</param>
public sealed record LapseOffer(DateTimeOffset Until)
{
    /// <summary>The offer that the timer was set for lapses; an answered or newer one does not.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        incident.Offer is { } offer && offer.Until == Until
            ? Decision.Append<IncidentEvent>(new IncidentEvent.CommandHandoverLapsed(offer.To))
            : Decision.Nothing<IncidentEvent>();
}
