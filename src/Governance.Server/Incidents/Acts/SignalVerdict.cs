using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// What an incident's signals were worth: a detector's precision is counted from that, so none is left without.
/// </summary>
internal static class SignalVerdict
{
    /// <summary>What is missing in the signal's group, or nothing.</summary>
    internal static IEnumerable<CloseGap> GapsOf(SignalGroup? group) =>
        group is { Episode: > 0 } && group.Judged?.Episode != group.Episode
            ? [new CloseGap(CloseItem.Signals, "nobody has said what the signal was worth")]
            : [];

    /// <summary>The signal's group, guarded; null when the incident has none.</summary>
    internal static async ValueTask<SignalGroup?> ReadAsync(Reading reading, Incident incident) =>
        incident.Declaration?.Fingerprint is { } fingerprint
            ? await reading.ReadAsync(SignalFacts.Groups, fingerprint.Value)
            : null;

    /// <summary>Judges the last episode, in the commit of the act that it belongs to.</summary>
    internal static Effects Judge(
        Incident incident, SignalGroup? group, Disposition? verdict, Actor by, string reason, DateTimeOffset now)
    {
        if (verdict is not { } worth || group is null || incident.Declaration?.Fingerprint is not { } fingerprint)
        {
            return Effects.None;
        }

        var facts = new JudgeSignal(fingerprint, group.Episode, worth, by, reason).Decide(group, now).Events;
        return facts.Count == 0
            ? Effects.None
            : new Effects { Also = [FactsTo.Any(SignalFacts.Groups, fingerprint.Value, [.. facts])] };
    }
}
