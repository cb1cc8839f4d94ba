using System.Collections.Concurrent;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Schedules;

/// <summary>Every schedule as it is now, from memory.</summary>
internal sealed class Rosters : IFold
{
    /// <summary>More schedules than an organisation that answers for models has teams.</summary>
    public const int SchedulesMax = 200;

    // Bounded by SchedulesMax, which the desk keeps.
    private readonly ConcurrentDictionary<string, Schedule> _schedules = new(StringComparer.Ordinal);

    /// <summary>The schedules in use, by name.</summary>
    public IReadOnlyList<(string Id, Schedule Schedule)> InUse =>
    [
        .. _schedules
            .Where(pair => pair.Value.InUse)
            .OrderBy(pair => pair.Value.Name, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value)),
    ];

    /// <summary>A schedule, also a retired one; null when there was never one of that id.</summary>
    public Schedule? Find(string id) => _schedules.GetValueOrDefault(id);

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is ScheduleEvent moved)
        {
            var id = fact.IdIn(OnCallStreams.Schedule.Prefix);
            _schedules[id] = Schedule.Evolve(_schedules.GetValueOrDefault(id, Schedule.Initial), moved);
        }
    }
}
