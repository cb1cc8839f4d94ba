using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet.Board;

/// <summary>
/// Every deployment that was registered or heard, from the log alone: its own facts, the headers of what it streamed,
/// and the incidents and detectors' episodes that speak of it.
/// </summary>
public sealed class FleetBoard : IFold
{
    /// <summary>Deployments on the board; later ones are in the log, and not shown.</summary>
    private const int DeploymentsMax = 2_000;

    private readonly Lock _gate = new();
    private readonly ServedNames _names = new();

    // Bounded by DeploymentsMax.
    private readonly Dictionary<string, Dossier> _dossiers = new(StringComparer.Ordinal);

    // Whose they are. Bounded by what the dossiers keep.
    private readonly Dictionary<IncidentId, Dossier> _incidents = [];
    private readonly Dictionary<Fingerprint, Dossier> _findings = [];

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            switch (fact.Event)
            {
                case DeploymentEvent e:
                    Take(new DeploymentId(fact.IdIn(FleetStreams.Deployment.Prefix)), e);
                    break;
                case BehaviourEvent.SegmentRecorded e:
                    DossierOf(e.Deployment)?.Take(e, _names, fact.At);
                    break;
                case IncidentEvent e:
                    Take(new IncidentId(fact.IdIn("incident")), e, fact);
                    break;
                case SignalGroupEvent e:
                    Take(e, fact.At);
                    break;
            }
        }
    }

    /// <summary>Every deployment by name, as of <paramref name="now"/>.</summary>
    public IReadOnlyList<FleetRow> RowsAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _dossiers.Values.Where(dossier => dossier.IsNamed).Select(dossier => dossier.RowAt(now))
                .OrderBy(row => row.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>One deployment; null when it was neither registered nor heard.</summary>
    public FleetRow? Find(DeploymentId deployment, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _dossiers.GetValueOrDefault(deployment.Value) is { IsNamed: true } dossier
                ? dossier.RowAt(now)
                : null;
        }
    }

    /// <summary>How much was listened to in the last 30 days.</summary>
    public WatchedFleet Watched(DateTimeOffset now)
    {
        lock (_gate)
        {
            var heard = _dossiers.Values.Select(one => one.Latest30Days(now)).Where(count => count > 0).ToList();
            return new WatchedFleet(heard.Count, heard.Sum());
        }
    }

    private void Take(DeploymentId deployment, DeploymentEvent fact)
    {
        if (fact is DeploymentEvent.VersionRegistered registered)
            _names.Apply(deployment, registered);
        if (fact is DeploymentEvent.ServedNameAdded added)
            _names.Apply(deployment, added);
        if (fact is DeploymentEvent.NameClaimed claimed)
            DossierOf(claimed.Owner.Value)?.Claim(claimed.Name);
        if (fact is DeploymentEvent.NameReleased released && DossierOf(deployment.Value)?.ClaimedBy is { } owner)
            DossierOf(owner.Value)?.Release(released.Name);
        DossierOf(deployment.Value)?.Take(fact);
    }

    private void Take(IncidentId incident, IncidentEvent fact, Fact recorded)
    {
        if (fact is IncidentEvent.IncidentDeclared { Deployment: { } about } declared)
        {
            if (DossierOf(about.Value) is not { } dossier)
                return;
            _incidents[incident] = dossier;
            var seen = new IncidentSeen(
                incident, recorded.Position, declared.Title, declared.Severity, IncidentStatus.Declared, recorded.At);
            if (dossier.Keep(seen) is { } gone)
                _incidents.Remove(gone);
        }
        else if (_incidents.GetValueOrDefault(incident) is { } dossier)
        {
            dossier.Change(incident, before => Evolve(before, fact));
        }
    }

    private static IncidentSeen Evolve(IncidentSeen incident, IncidentEvent fact) =>
        (fact switch
        {
            IncidentEvent.SeverityRaised raised => incident with { Severity = raised.To, IsAcknowledged = false },
            IncidentEvent.SeverityLowered lowered => incident with { Severity = lowered.To },
            IncidentEvent.IncidentAcknowledged => incident with { IsAcknowledged = true },
            IncidentEvent.IncidentReopened or IncidentEvent.AckExpired =>
                incident with { IsAcknowledged = false },
            _ => incident,
        }) with
        {
            Status = incident.Status.After(fact),
        };

    private void Take(SignalGroupEvent fact, DateTimeOffset at)
    {
        switch (fact)
        {
            case SignalGroupEvent.SignalRaised { IsMonitored: false } e
                when DossierOf(e.Subject.Deployment.Value) is { } dossier:
                _findings[e.Fingerprint] = dossier;
                var seen = new FindingSeen(e.Subject, e.Evidence.SeverityHint, at, ClearedAt: null, Incident: null)
                {
                    Sentence = e.Evidence.Condition?.Sentence,
                };
                if (dossier.Keep(e.Fingerprint, seen) is { } gone)
                    _findings.Remove(gone);
                break;
            case SignalGroupEvent.SignalCleared e:
                _findings.GetValueOrDefault(e.Fingerprint)?.Change(
                    e.Fingerprint, finding => finding with { ClearedAt = at });
                break;
            case SignalGroupEvent.SignalLinked e:
                _findings.GetValueOrDefault(e.Fingerprint)?.Change(
                    e.Fingerprint, finding => finding with { Incident = e.Incident });
                break;
        }
    }

    private Dossier? DossierOf(string deployment)
    {
        if (!_dossiers.TryGetValue(deployment, out var dossier) && _dossiers.Count < DeploymentsMax)
            _dossiers.Add(deployment, dossier = new Dossier(new DeploymentId(deployment)));
        return dossier;
    }
}
