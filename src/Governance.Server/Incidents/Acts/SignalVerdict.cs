using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Acts;

/// <summary>One of an incident's findings, as its group stands now.</summary>
internal sealed record FindingGroup(Fingerprint Fingerprint, SignalGroup Group);

/// <summary>
/// What an incident's signals were worth: a detector's precision is counted from that, so none is left without.
/// </summary>
internal static class SignalVerdict
{
    /// <summary>The findings that an incident holds, and the one that it was declared for.</summary>
    internal static IEnumerable<Fingerprint> FindingsOf(Incident incident)
    {
        IEnumerable<Fingerprint> held = incident.SignalList.Select(share => share.Fingerprint);
        return incident.Declaration?.Fingerprint is { } own && incident.Status is not IncidentStatus.Merged
            ? held.Prepend(own).Distinct()
            : held;
    }

    /// <summary>What is missing in the signals' groups.</summary>
    internal static IEnumerable<CloseGap> GapsOf(IReadOnlyList<FindingGroup> findings) =>
        findings.Count(one => one.Group.Episode > 0 && one.Group.Judged?.Episode != one.Group.Episode) switch
        {
            0 => [],
            1 => [new CloseGap(CloseItem.Signals, "nobody has said what the signal was worth")],
            var many => [new CloseGap(CloseItem.Signals, $"nobody has said what {many} signals were worth")],
        };

    /// <summary>The signals' groups, guarded. Bounded by the findings of one incident.</summary>
    internal static async ValueTask<IReadOnlyList<FindingGroup>> ReadAsync(Reading reading, Incident incident)
    {
        var findings = new List<FindingGroup>();
        foreach (var fingerprint in FindingsOf(incident))
        {
            findings.Add(new(fingerprint, await reading.ReadAsync(SignalFacts.Groups, fingerprint.Value)));
        }

        return findings;
    }

    /// <summary>Judges the last episode of each, in the commit of the act that it belongs to.</summary>
    internal static Effects Judge(
        IReadOnlyList<FindingGroup> findings, Disposition? verdict, Actor by, string reason, DateTimeOffset now) =>
        verdict is not { } worth
            ? Effects.None
            : new Effects
            {
                Also =
                [
                    .. findings
                        .Select(one => (one.Fingerprint, new JudgeSignal(
                            one.Fingerprint, one.Group.Episode, worth, by, reason).Decide(one.Group, now).Events))
                        .Where(one => one.Events.Count > 0)
                        .Select(one => FactsTo.Any(SignalFacts.Groups, one.Fingerprint.Value, [.. one.Events])),
                ],
            };

    /// <summary>Says to correlation which incident a finding belongs to from now on.</summary>
    internal static Effects Link(IEnumerable<FindingGroup> findings, IncidentId incident) => new()
    {
        Also =
        [
            .. findings.Where(one => one.Group.Episode > 0).Select(one => FactsTo.Any(
                SignalFacts.Groups,
                one.Fingerprint.Value,
                new SignalGroupEvent.SignalLinked(one.Fingerprint, one.Group.Episode, incident))),
        ],
    };
}
