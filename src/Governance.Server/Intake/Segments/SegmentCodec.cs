using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
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

    /// <summary>Packs in the given order; the order is the observations' index.</summary>
    public static EncodedSegment Encode(IReadOnlyList<Observation> observations, ReadOnlySpan<byte> salt)
    {
        var lines = s_lines ??= new ArrayBufferWriter<byte>();
        lines.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(lines, new JsonWriterOptions { SkipValidation = true });
        using var leaves = new ObservationLeaves(salt);
        var tree = new CompactRange();
        for (var index = 0; index < observations.Count; index++)
        {
            var start = lines.WrittenCount;
            JsonSerializer.Serialize(writer, observations[index], ObservationJson.Default.Observation);
            writer.Flush();
            writer.Reset();
            tree.Append(leaves.Of(index, lines.WrittenSpan[start..]));
            lines.GetSpan(1)[0] = LineEnd;
            lines.Advance(1);
        }
        var encoded = new EncodedSegment(Pack(lines.WrittenSpan), lines.WrittenCount, tree.Root().ToArray());
        if (lines.Capacity > KeptCapacity)
            s_lines = null;
        return encoded;
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
            observations.Add(JsonSerializer.Deserialize(lines[..end], ObservationJson.Default.Observation)
                ?? throw new InvalidDataException("A segment's line is null."));
            lines = lines[(end + 1)..];
        }

        return observations;
    }

    /// <summary>A thread keeps its buffer between segments up to this size, which spares the GC much.</summary>
    private const int KeptCapacity = 4 * 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_lines;

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
