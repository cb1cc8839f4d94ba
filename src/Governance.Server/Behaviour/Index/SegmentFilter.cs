using Governance.Domain.Intake;

namespace Governance.Server.Behaviour.Index;

/// <summary>
/// A Bloom filter over what occurs in a segment (B. H. Bloom, 1970): what it denies is not there, what it grants may
/// be. Stored for as long as the segment, so neither the hash nor the number of probes may ever change.
/// </summary>
internal static class SegmentFilter
{
    /// <summary>With eight probes, one in three hundred segments is opened for nothing.</summary>
    private const int BitsPerId = 12;

    private const int Probes = 8;

    /// <summary>Where observations share nothing the filter stays this small, and is wrong more often.</summary>
    private const int MostBytesPerObservation = 4;

    /// <summary>What even a segment of one observation may take, so that its filter is of use.</summary>
    private const int MostBytesAlways = 64;

    private static readonly SearchField[] s_fields = [.. SearchField.All.Where(field => field.IsIndexed)];

    /// <summary>The filter of these observations.</summary>
    public static byte[] Of(IReadOnlyList<Observation> observations)
    {
        var ids = new HashSet<ulong>(); // Bounded by the observations of a segment and the fields.
        foreach (var field in s_fields)
        {
            foreach (var observation in observations)
            {
                if (field.Of(observation) is { } value)
                    ids.Add(IdOf(field.Member, value));
            }
        }

        var most = MostBytesAlways + (observations.Count * MostBytesPerObservation);
        var filter = new byte[Math.Min((ids.Count * BitsPerId / 8) + 1, most)];
        foreach (var id in ids)
            Mark(filter, id);
        return filter;
    }

    /// <summary>False: no observation of the segment has that id.</summary>
    public static bool MayHold(ReadOnlySpan<byte> filter, ulong id)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(id, probe, filter.Length);
            if ((filter[bit >> 3] & (1 << (bit & 7))) == 0)
                return false;
        }

        return true;
    }

    /// <summary>FNV-1a over the member's name and its value, then mixed as MurmurHash3 ends.</summary>
    public static ulong IdOf(ReadOnlySpan<char> member, ReadOnlySpan<char> value)
    {
        var hash = Add(Add(14_695_981_039_346_656_037, member) * 1_099_511_628_211, value);
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            hash = (hash ^ letter) * 1_099_511_628_211;
        return hash;
    }

    private static void Mark(Span<byte> filter, ulong id)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(id, probe, filter.Length);
            filter[bit >> 3] |= (byte)(1 << (bit & 7));
        }
    }

    /// <summary>Two halves of one hash give all probes (Kirsch and Mitzenmacher, 2008).</summary>
    private static int BitOf(ulong id, int probe, int length) =>
        (int)(((id & uint.MaxValue) + ((ulong)probe * ((id >> 32) | 1))) % ((ulong)length * 8));
}
