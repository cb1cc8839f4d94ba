using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Completeness;

/// <summary>How complete a stretch of the log is, as far as senders counted: what stands on every export.</summary>
public static class CompletenessStatement
{
    private const int PageSize = 1_000;

    private static readonly IReadOnlyList<string> s_types =
        EventTypes.AliasesOf(typeof(CompletenessEvent.HourReconciled));

    /// <summary>
    /// A sentence for each deployment whose senders count, by its opaque id; who is left out is unknown.
    /// </summary>
    /// <param name="store">The log.</param>
    /// <param name="through">The last position that counts.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        EventStore store, long through, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(store);

        // Bounded by deployments × Completeness.HoursMax.
        var known = new SortedDictionary<string, Domain.Intake.Completeness>(StringComparer.Ordinal);
        for (var position = 0L; position < through;)
        {
            var page = await store.ReadPageAsync(position, PageSize, s_types, withoutBehaviour: true, ct);
            foreach (var fact in page.Events.Where(one => one.Position <= through).Select(EventTypes.Decode))
            {
                var id = fact.IdIn(CompletenessStreams.Completeness.Prefix);
                known[id] = Domain.Intake.Completeness.Evolve(
                    known.GetValueOrDefault(id, Domain.Intake.Completeness.Initial), (CompletenessEvent)fact.Event);
            }

            position = Math.Max(page.Through, position + 1);
        }

        return known.ToDictionary(
            one => one.Key, one => CompletenessText.Of([.. one.Value.Hours]), StringComparer.Ordinal);
    }
}
