namespace Governance.Server.Fleet.Board;

/// <summary>How much was seen in each of the latest hours.</summary>
/// <param name="hoursMax">Hours kept; an older one is forgotten when a newer one begins.</param>
internal sealed class HourlyCounts(int hoursMax)
{
    // Bounded by hoursMax.
    private readonly SortedDictionary<long, long> _hours = [];

    internal void Add(DateTimeOffset at, long count)
    {
        var hour = IndexOf(at);
        _hours[hour] = _hours.GetValueOrDefault(hour) + count;
        if (_hours.Count > hoursMax)
            _hours.Remove(_hours.First().Key);
    }

    /// <summary>What was seen in the running hour and those before it, <paramref name="hours"/> in all.</summary>
    internal long Latest(int hours, DateTimeOffset now)
    {
        var (last, sum) = (IndexOf(now), 0L);
        foreach (var (hour, count) in _hours)
            sum += hour > last - hours && hour <= last ? count : 0;
        return sum;
    }

    private static long IndexOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;
}
