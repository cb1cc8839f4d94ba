using Governance.Detection.Sequential;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Conversations;

/// <summary>One conversation's turns: before its scores began to drift, and since.</summary>
internal sealed class FollowedConversation
{
    private readonly Queue<ObservationAddress> _addresses = new();
    private double _earlierSum;
    private double _laterSum;
    private int _later;

    internal TurnDrift Drift { get; } = new();

    internal DateTimeOffset StartedAt { get; private set; }

    /// <summary>Of the first turn that the drift began with.</summary>
    internal DateTimeOffset DriftedAt { get; private set; }

    /// <summary>Mean score before the drift.</summary>
    internal double Earlier => Drift.Before == 0 ? 0 : _earlierSum / Drift.Before;

    /// <summary>Mean score since.</summary>
    internal double Later => _later == 0 ? 0 : _laterSum / _later;

    /// <summary>The turns since. Bounded by <see cref="SignalEvidence.MaxAddresses"/>, the latest ones.</summary>
    internal IReadOnlyCollection<ObservationAddress> Addresses => _addresses;

    internal void Take(double score, DateTimeOffset at, ObservationAddress address, double? deviation)
    {
        if (Drift.Turns == 0)
            StartedAt = at;
        Drift.Take(score, deviation);
        (_laterSum, _later) = (_laterSum + score, _later + 1);
        if (_later == 1)
            DriftedAt = at;
        _addresses.Enqueue(address);
        if (_addresses.Count > SignalEvidence.MaxAddresses)
            _addresses.Dequeue();
        if (Drift.Before == Drift.Turns)
            Calm();
    }

    /// <summary>It has been told; what comes is compared with what comes.</summary>
    internal void Restart()
    {
        Drift.Restart();
        Calm();
        _earlierSum = 0;
    }

    internal void Save(BinaryWriter writer)
    {
        Drift.Save(writer);
        writer.Save(StartedAt);
        writer.Save(DriftedAt);
        writer.Write(_earlierSum);
        writer.Write(_laterSum);
        writer.Write(_later);
        writer.Write(_addresses.Count);
        foreach (var address in _addresses)
        {
            writer.Write(address.Position);
            writer.Write(address.Index);
        }
    }

    internal static FollowedConversation Load(BinaryReader reader)
    {
        var followed = new FollowedConversation();
        followed.Drift.Load(reader);
        followed.StartedAt = reader.LoadTime();
        followed.DriftedAt = reader.LoadTime();
        followed._earlierSum = reader.ReadDouble();
        followed._laterSum = reader.ReadDouble();
        followed._later = reader.ReadInt32();
        for (var left = reader.ReadInt32(); left > 0; left--)
            followed._addresses.Enqueue(new ObservationAddress(reader.ReadInt64(), reader.ReadInt32()));
        return followed;
    }

    private void Calm()
    {
        _earlierSum += _laterSum;
        (_laterSum, _later) = (0, 0);
        _addresses.Clear();
    }
}
