using System.Buffers.Binary;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Line;

/// <summary>
/// Ids of observations stored lately. A re-sent record is recognised while its id is among the last <see
/// cref="Generation"/> to twice as many, or for <see cref="Window"/> after a restart. Not for several threads at
/// once.
/// </summary>
internal sealed class RecentIds
{
    /// <summary>Ids in each of the two generations, about 25 MB; past it the older generation is forgotten.</summary>
    public const int Generation = 500_000;

    /// <summary>Bytes of an id in its packed form.</summary>
    private const int PackedId = 24;

    /// <summary>Packed, as many ids as are remembered at most.</summary>
    public const long MaxPackedBytes = 2L * Generation * PackedId;

    /// <summary>
    /// How long ids are kept in the database: clients and collectors re-send within seconds to minutes.
    /// </summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(15);

    private HashSet<ObservationId> _young = [];
    private HashSet<ObservationId> _old = [];

    /// <summary>True when an observation of this id was stored lately.</summary>
    public bool Contains(ObservationId id) => _young.Contains(id) || _old.Contains(id);

    /// <summary>Remembers an id.</summary>
    public void Add(ObservationId id)
    {
        if (_young.Count >= Generation)
            (_old, _young) = (_young, []);
        _young.Add(id);
    }

    /// <summary>Forgets ids that were not stored after all.</summary>
    public void Remove(IEnumerable<ObservationId> ids)
    {
        foreach (var id in ids)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    /// <summary>Remembers packed ids.</summary>
    public void Add(ReadOnlySpan<byte> packed)
    {
        for (; packed.Length >= PackedId; packed = packed[PackedId..])
        {
            Add(new ObservationId(
                BinaryPrimitives.ReadUInt128BigEndian(packed), BinaryPrimitives.ReadUInt64BigEndian(packed[16..])));
        }
    }

    /// <summary>Ids one after the other, 24 bytes each.</summary>
    public static byte[] Pack(IReadOnlyList<ObservationId> ids)
    {
        var packed = new byte[ids.Count * PackedId];
        for (var i = 0; i < ids.Count; i++)
        {
            var place = packed.AsSpan(i * PackedId);
            BinaryPrimitives.WriteUInt128BigEndian(place, ids[i].High);
            BinaryPrimitives.WriteUInt64BigEndian(place[16..], ids[i].Low);
        }
        return packed;
    }
}
