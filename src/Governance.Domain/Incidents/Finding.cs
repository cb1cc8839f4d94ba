using System.Diagnostics;
using Governance.Domain.Signals;

namespace Governance.Domain.Incidents;

/// <summary>
/// What correlation has to know of one fingerprint, folded from its <c>signal-group-{fingerprint}</c>: what the finding
/// is about, and the incidents that it led to.
/// </summary>
/// <param name="Subject">What the last episode is about; null before the first.</param>
/// <param name="Episode">Number of the last episode.</param>
/// <param name="Incident">The last incident, whatever its episode was.</param>
/// <param name="IncidentCount">Incidents so far.</param>
/// <param name="LinkedEpisode">The last episode that belongs to an incident.</param>
public sealed record Finding(
    SignalSubject? Subject, int Episode, IncidentId? Incident, int IncidentCount, int LinkedEpisode)
{
    /// <summary>Before the first signal.</summary>
    public static readonly Finding Initial = new(null, 0, null, 0, 0);

    /// <summary>The finding after one more fact of its group.</summary>
    public static Finding Evolve(Finding finding, SignalGroupEvent fact) => fact switch
    {
        SignalGroupEvent.SignalRaised raised => finding with { Subject = raised.Subject, Episode = raised.Episode },
        SignalGroupEvent.SignalLinked linked => finding with
        {
            Incident = linked.Incident,
            IncidentCount = finding.IncidentCount + (linked.Incident == finding.Incident ? 0 : 1),
            LinkedEpisode = linked.Episode,
        },
        SignalGroupEvent.SignalRepeated or SignalGroupEvent.SignalRevised or SignalGroupEvent.SignalCleared
            or SignalGroupEvent.SignalJudged => finding,
        _ => throw new UnreachableException($"No evolution for {fact.GetType().Name}."),
    };
}
