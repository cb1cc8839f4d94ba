using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// What a deployment's watch found in a segment: an alarm with its evidence, or that an episode is over.
/// </summary>
/// <param name="Key">The stream.</param>
/// <param name="Detector">The detector that opened the episode; it names the group.</param>
/// <param name="Alarms">Alarms of the episode so far.</param>
/// <param name="Alarm">The evidence; null when the episode is over.</param>
/// <param name="Reason">Why the episode is over.</param>
internal sealed record FoundSignal(StreamKey Key, string Detector, long Alarms, FoundAlarm? Alarm, string? Reason)
{
    internal static FoundSignal Over(StreamKey key, string detector, string reason) =>
        new(key, detector, 0, null, reason);
}

/// <summary>An alarm, the version compared with, and the observations that show it.</summary>
internal sealed record FoundAlarm(
    Finding Finding, string ComparedWith, string? Tool, IReadOnlyList<ObservationAddress> Addresses);

/// <summary>The latest observations beyond the line, of each direction.</summary>
internal sealed class Shown
{
    private readonly Queue<ObservationAddress> _up = new();
    private readonly Queue<ObservationAddress> _down = new();

    internal void Add(IEnumerable<Reading> readings, float upLine, float downLine)
    {
        foreach (var reading in readings)
        {
            if (reading.Value > upLine)
                Keep(_up, reading);
            else if (reading.Value < downLine)
                Keep(_down, reading);
        }
    }

    internal IReadOnlyList<ObservationAddress> Of(Direction direction) =>
        [.. direction is Direction.Up ? _up : _down];

    internal void Clear()
    {
        _up.Clear();
        _down.Clear();
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var queue in (Queue<ObservationAddress>[])[_up, _down])
        {
            writer.Write(queue.Count);
            foreach (var address in queue)
            {
                writer.Write(address.Position);
                writer.Write(address.Index);
            }
        }
    }

    internal void Load(BinaryReader reader)
    {
        foreach (var queue in (Queue<ObservationAddress>[])[_up, _down])
        {
            for (var left = reader.ReadInt32(); left > 0; left--)
                queue.Enqueue(new ObservationAddress(reader.ReadInt64(), reader.ReadInt32()));
        }
    }

    private static void Keep(Queue<ObservationAddress> queue, Reading reading)
    {
        queue.Enqueue(new ObservationAddress(reading.Position, reading.Index));
        if (queue.Count > SignalEvidence.MaxAddresses)
            queue.Dequeue();
    }
}
