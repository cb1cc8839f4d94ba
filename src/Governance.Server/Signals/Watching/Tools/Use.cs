using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Tools;

/// <summary>One version's use of a tool that its deployment's reference does not know.</summary>
internal sealed class Use
{
    private readonly Queue<ObservationAddress> _addresses = new();

    /// <summary>Uses since counting began.</summary>
    internal long Count { get; private set; }

    /// <summary>Alarms of the open episode; 0 when none is open.</summary>
    internal long Alarms { get; set; }

    /// <summary>The version's tool calls before counting began; more than 0 after an earlier episode.</summary>
    internal long CallsBefore { get; private set; }

    internal DateTimeOffset FirstAt { get; private set; }

    internal DateTimeOffset LastAt { get; private set; }

    /// <summary>The latest uses. Bounded by <see cref="SignalEvidence.MaxAddresses"/>.</summary>
    internal IReadOnlyCollection<ObservationAddress> Addresses => _addresses;

    internal void Take(DateTimeOffset at, ObservationAddress address)
    {
        FirstAt = Count++ == 0 ? at : FirstAt;
        LastAt = at > LastAt ? at : LastAt;
        _addresses.Enqueue(address);
        if (_addresses.Count > SignalEvidence.MaxAddresses)
            _addresses.Dequeue();
    }

    /// <summary>The episode is over: counts afresh from here.</summary>
    internal void Restart(long calls)
    {
        (Count, Alarms, CallsBefore) = (0, 0, calls);
        _addresses.Clear();
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Alarms);
        writer.Write(CallsBefore);
        writer.Save(FirstAt);
        writer.Save(LastAt);
        writer.Write(_addresses.Count);
        foreach (var address in _addresses)
        {
            writer.Write(address.Position);
            writer.Write(address.Index);
        }
    }

    internal static Use Load(BinaryReader reader)
    {
        var use = new Use
        {
            Count = reader.ReadInt64(),
            Alarms = reader.ReadInt64(),
            CallsBefore = reader.ReadInt64(),
            FirstAt = reader.LoadTime(),
            LastAt = reader.LoadTime(),
        };
        for (var left = reader.ReadInt32(); left > 0; left--)
            use._addresses.Enqueue(new ObservationAddress(reader.ReadInt64(), reader.ReadInt32()));
        return use;
    }
}
