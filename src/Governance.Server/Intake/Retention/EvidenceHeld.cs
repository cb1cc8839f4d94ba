using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Retention;

/// <summary>Segments that a signal names as its evidence: whoever reviews the incident must still see them.</summary>
internal sealed class EvidenceHeld(EventStore store)
{
    /// <summary>Facts read at once.</summary>
    private const int PageSize = 1_000;

    private static readonly string[] s_types =
    [
        .. EventTypes.AliasesOf(typeof(SignalGroupEvent.SignalRaised)),
        .. EventTypes.AliasesOf(typeof(SignalGroupEvent.SignalRepeated)),
    ];

    /// <summary>Their positions. Bounded by the signals of the log, at most twenty addresses each.</summary>
    public async Task<IReadOnlyCollection<long>> ReadAsync(CancellationToken ct)
    {
        var held = new HashSet<long>();
        var head = await store.HeadAsync(ct);
        for (var after = 0L; after < head.Position;)
        {
            var page = await store.ReadPageAsync(after, PageSize, s_types, withoutBehaviour: true, ct);
            foreach (var recorded in page.Events)
                held.UnionWith(AddressesOf(EventTypes.Decode(recorded).Event).Select(address => address.Position));
            after = page.Through;
        }

        return held;
    }

    private static IReadOnlyList<Domain.ObservationAddress> AddressesOf(object fact) => fact switch
    {
        SignalGroupEvent.SignalRaised raised => raised.Evidence.Addresses,
        SignalGroupEvent.SignalRepeated repeated => repeated.Evidence.Addresses,
        _ => [],
    };
}
