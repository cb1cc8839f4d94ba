using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Governance.Domain.Intake;
using Governance.Transparency.Merkle;

namespace Governance.Server.Intake.Segments;

/// <summary>A segment as it is stored.</summary>
/// <param name="Body">Brotli of one JSON line per observation, each ended by a line feed.</param>
/// <param name="RawLength">Bytes before compression.</param>
/// <param name="Root">RFC 6962 root over the observations' leaves.</param>
internal sealed record EncodedSegment(byte[] Body, int RawLength, byte[] Root);

/// <summary>
/// Packs observations and gives each a salted leaf, so that one of them can be shown and proven without the others,
/// and none can be guessed from its leaf.
/// </summary>
internal static class SegmentCodec
{
    /// <summary>The only codec so far: brotli, quality 1, of newline-delimited JSON.</summary>
    public const short BrotliLines = 1;

    /// <summary>Bytes of a segment's salt.</summary>
    public const int SaltLength = 32;

    /// <summary>
    /// A segment that claims to unpack to more is damaged: none is ever written so large.
    /// </summary>
    public const int MaxRawLength = 64 * 1024 * 1024;

    private const byte LineEnd = (byte)'\n';

    /// <summary>
    /// Reads the same as the generated reader, a quarter faster: that one takes a record of init-only members for a
    /// constructor of as many parameters and boxes each of them; this one sets only those that a line has.
    /// </summary>
    private static readonly JsonTypeInfo<Observation> s_observation =
        (JsonTypeInfo<Observation>)new JsonSerializerOptions(ObservationJson.Default.Observation.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        }.GetTypeInfo(typeof(Observation));

    /// <summary>Packs in the given order; the order is the observations' index.</summary>
    /// <param name="lines">An observation each, as <see cref="ObservationLine"/> writes it.</param>
    /// <param name="salt"><see cref="SaltLength"/> bytes that nobody can guess.</param>
    public static EncodedSegment Encode(IReadOnlyList<ReadOnlyMemory<byte>> lines, ReadOnlySpan<byte> salt)
    {
        var length = lines.Sum(line => line.Length + 1);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            using var leaves = new ObservationLeaves(salt);
            var tree = new CompactRange();
            var written = 0;
            for (var index = 0; index < lines.Count; index++)
            {
                var line = lines[index].Span;
                tree.Append(leaves.Of(index, line));
                line.CopyTo(rented.AsSpan(written));
                rented[written + line.Length] = LineEnd;
                written += line.Length + 1;
            }
            return new EncodedSegment(Pack(rented.AsSpan(0, length)), length, tree.Root().ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Packs observations that are not yet written.</summary>
    public static EncodedSegment Encode(IReadOnlyList<Observation> observations, ReadOnlySpan<byte> salt)
    {
        var lines = new LinePages();
        return Encode([.. observations.Select(lines.Write)], salt);
    }

    /// <summary>Unpacks.</summary>
    /// <exception cref="InvalidDataException">The body is not a segment of this length.</exception>
    public static IReadOnlyList<Observation> Decode(ReadOnlySpan<byte> body, int rawLength)
    {
        if (rawLength is < 0 or > MaxRawLength)
            throw new InvalidDataException($"A segment says that it has {rawLength} bytes.");
        var rented = ArrayPool<byte>.Shared.Rent(rawLength);
        try
        {
            var raw = rented.AsSpan(0, rawLength);
            Unpack(body, raw);
            return Parse(raw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Unpacks into lines as they were written, for whoever need not read each.</summary>
    /// <param name="raw">Exactly as long as the segment says that it is.</param>
    /// <exception cref="InvalidDataException">The body is not a segment of this length.</exception>
    public static void Unpack(ReadOnlySpan<byte> body, Span<byte> raw)
    {
        if (!BrotliDecoder.TryDecompress(body, raw, out var written) || written != raw.Length)
            throw new InvalidDataException("A segment's body is damaged.");
    }

    private static List<Observation> Parse(ReadOnlySpan<byte> lines)
    {
        var observations = new List<Observation>(lines.Count(LineEnd));
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf(LineEnd);
            if (end < 0)
                throw new InvalidDataException("A segment's last line has no end.");
            observations.Add(JsonSerializer.Deserialize(lines[..end], s_observation)
                ?? throw new InvalidDataException("A segment's line is null."));
            lines = lines[(end + 1)..];
        }

        return observations;
    }

    private static byte[] Pack(ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(raw.Length));
        if (!BrotliEncoder.TryCompress(raw, rented, out var written, quality: 1, window: 22))
            throw new InvalidOperationException("Brotli did not fit into its own bound.");
        var body = rented.AsSpan(0, written).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return body;
    }
}
