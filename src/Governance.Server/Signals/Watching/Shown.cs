using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>The observations that lie furthest out, of each direction: what a finding shows.</summary>
internal sealed class Shown
{
    private readonly List<Reading> _highest = [];
    private readonly List<Reading> _lowest = [];

    internal void Add(Reading reading)
    {
        Keep(_highest, reading, 1);
        Keep(_lowest, reading, -1);
    }

    internal void Add(Shown other)
    {
        foreach (var reading in other._highest)
            Keep(_highest, reading, 1);
        foreach (var reading in other._lowest)
            Keep(_lowest, reading, -1);
    }

    /// <summary>Those beyond the line, in the order of the log.</summary>
    internal IReadOnlyList<ObservationAddress> Of(Direction direction, float upLine, float downLine) =>
    [
        .. (direction is Direction.Up
                ? _highest.Where(reading => reading.Value > upLine)
                : _lowest.Where(reading => reading.Value < downLine))
            .OrderBy(reading => reading.Position).ThenBy(reading => reading.Index)
            .Select(reading => new ObservationAddress(reading.Position, reading.Index)),
    ];

    internal void Clear()
    {
        _highest.Clear();
        _lowest.Clear();
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Save(_highest);
        writer.Save(_lowest);
    }

    internal void Load(BinaryReader reader)
    {
        reader.LoadInto(_highest);
        reader.LoadInto(_lowest);
    }

    /// <summary>Furthest out first; of equals the later one stays.</summary>
    private static void Keep(List<Reading> kept, Reading reading, int sign)
    {
        if (kept.Count == SignalEvidence.MaxAddresses)
        {
            if (sign * reading.Value < sign * kept[^1].Value)
                return;
            kept.RemoveAt(kept.Count - 1);
        }

        var at = kept.Count;
        while (at > 0 && sign * kept[at - 1].Value <= sign * reading.Value)
            at--;
        kept.Insert(at, reading);
    }
}
