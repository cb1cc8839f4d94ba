using System.Buffers.Binary;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Seen;

/// <summary>Ids of one deployment that one segment stored, as they are kept in the database.</summary>
/// <param name="Position">The segment's.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Deployment">Opaque id.</param>
/// <param name="Ids">Digests, 8 bytes each, big-endian.</param>
internal sealed record SeenBlock(long Position, DateTimeOffset At, string Deployment, ReadOnlyMemory<byte> Ids);

/// <summary>
/// What was stored lately, deployment by deployment, so that a record that is sent again stores nothing twice. Not for
/// several threads at once.
/// </summary>
internal sealed class SeenIds(IdDigest digest)
{
    /// <summary>
    /// Ids remembered of all deployments together, about 400 MB. Past it the deployment with the most forgets its
    /// oldest first.
    /// </summary>
    public const int MostIds = 40_000_000;

    /// <summary>Bytes of a digest in a block.</summary>
    private const int DigestBytes = 8;

    // One for each deployment that sends; what they hold together is bounded by MostIds.
    private readonly Dictionary<string, SeenWindow> _windows = new(StringComparer.Ordinal);
    private long _count;

    public ulong DigestOf(ObservationId id) => digest.Of(id);

    /// <summary>The window of a deployment.</summary>
    public SeenWindow Of(string deployment)
    {
        if (!_windows.TryGetValue(deployment, out var window))
            _windows[deployment] = window = new SeenWindow();
        return window;
    }

    /// <summary>Remembers an id that is about to be stored.</summary>
    public void Add(SeenWindow window, ulong id, DateTimeOffset now)
    {
        var before = window.Count;
        window.Add(id, now);
        _count += window.Count - before;
        if (_count > MostIds)
            MakeRoom();
    }

    /// <summary>Forgets an id that was not stored after all.</summary>
    public void Remove(SeenWindow window, ulong id)
    {
        var before = window.Count;
        window.Remove(id);
        _count += window.Count - before;
    }

    /// <summary>Remembers what a segment stored.</summary>
    public void Add(SeenBlock block)
    {
        var window = Of(block.Deployment);
        foreach (var id in Unpack(block))
            Add(window, id, block.At);
        window.Landed(block.Position);
    }

    /// <summary>The digests of a block.</summary>
    public static IEnumerable<ulong> Unpack(SeenBlock block)
    {
        for (var at = 0; at + DigestBytes <= block.Ids.Length; at += DigestBytes)
            yield return BinaryPrimitives.ReadUInt64BigEndian(block.Ids.Span[at..]);
    }

    /// <summary>Deployments whose window begins at a position: rows of theirs before it are of no more use.</summary>
    public IReadOnlyList<(string Deployment, long Before)> Floors(DateTimeOffset now)
    {
        foreach (var window in _windows.Values)
        {
            var before = window.Count;
            window.Trim(now);
            _count += window.Count - before;
        }
        return [.. _windows.Where(one => one.Value.FirstPosition > 0 && one.Value.ForgottenTo is not null)
            .Select(one => (one.Key, one.Value.FirstPosition))];
    }

    /// <summary>Digests one after the other, as <see cref="SeenBlock.Ids"/>.</summary>
    public byte[] Pack(IReadOnlyList<Received> stored)
    {
        var packed = new byte[stored.Count * DigestBytes];
        for (var i = 0; i < stored.Count; i++)
            BinaryPrimitives.WriteUInt64BigEndian(packed.AsSpan(i * DigestBytes), digest.Of(stored[i].Id));
        return packed;
    }

    private void MakeRoom()
    {
        var largest = _windows.Values.MaxBy(window => window.Count)!;
        var before = largest.Count;
        largest.ForgetOldest();
        _count += largest.Count - before;
    }
}
