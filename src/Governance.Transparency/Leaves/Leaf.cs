using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Transparency.Merkle;

namespace Governance.Transparency.Leaves;

/// <summary>
/// What the log says about one fact, without its payload: RFC 8785 JSON with the keys actor, at, corr, data, meta, seq,
/// stream, type, v, ver. Payload and further columns are committed to by salted hash, so a proof stays valid after
/// they are erased, and nothing can be guessed from a leaf.
/// </summary>
/// <param name="Actor">Pseudonym of who acted, or null.</param>
/// <param name="At">When it was recorded, whole microseconds UTC, never backwards over positions.</param>
/// <param name="Correlation">Opaque id shared by what belongs together, or null.</param>
/// <param name="Data">Salted hash of the payload: <see cref="SaltedHash.OfPayload"/>.</param>
/// <param name="Meta">Salted hash of the remaining columns: <see cref="SaltedHash.OfColumns"/>.</param>
/// <param name="Position">Place in the log from 1; the leaf's index is one less.</param>
/// <param name="Stream">Stream id.</param>
/// <param name="Type">Event type alias.</param>
/// <param name="Version">Place in the stream, from 1 without a gap.</param>
public sealed record Leaf(
    string? Actor, DateTimeOffset At, string? Correlation, TreeHash Data, TreeHash Meta,
    long Position, string Stream, string Type, long Version)
{
    private const int Format = 1;
    private const string HashPrefix = "sha256:";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The leaf's index in the tree.</summary>
    public long Index => Position - 1;

    /// <summary>The one spelling of this leaf: the bytes that are hashed and stored.</summary>
    public byte[] Encode()
    {
        var text = new StringBuilder(400).Append("{\"actor\":");
        TextOrNull(text, Actor).Append(",\"at\":\"")
            .Append(At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append("\",\"corr\":");
        TextOrNull(text, Correlation)
            .Append(",\"data\":\"").Append(HashPrefix).Append(Data.ToBase64())
            .Append("\",\"meta\":\"").Append(HashPrefix).Append(Meta.ToBase64())
            .Append("\",\"seq\":").Append(Position).Append(",\"stream\":");
        CanonicalJson.Quote(text, Stream).Append(",\"type\":");
        CanonicalJson.Quote(text, Type)
            .Append(",\"v\":").Append(Format).Append(",\"ver\":").Append(Version).Append('}');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads a leaf; false unless these bytes are exactly what <see cref="Encode"/> gives for it.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Leaf? leaf)
    {
        leaf = null;
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            leaf = Read(document.RootElement);
            return leaf is not null && leaf.Encode().AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            return false;
        }
    }

    private static Leaf? Read(JsonElement json)
    {
        if (!TryHash(json.GetProperty("data"), out var data) || !TryHash(json.GetProperty("meta"), out var meta))
            return null;
        var at = DateTimeOffset.ParseExact(json.GetProperty("at").GetString()!, TimeFormat,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new Leaf(
            json.GetProperty("actor").GetString(), at, json.GetProperty("corr").GetString(), data, meta,
            json.GetProperty("seq").GetInt64(), json.GetProperty("stream").GetString()!,
            json.GetProperty("type").GetString()!, json.GetProperty("ver").GetInt64());
    }

    private static bool TryHash(JsonElement json, out TreeHash hash)
    {
        hash = default;
        return json.GetString() is { } text && text.StartsWith(HashPrefix, StringComparison.Ordinal)
            && TreeHash.TryParseBase64(text[HashPrefix.Length..], out hash);
    }

    private static StringBuilder TextOrNull(StringBuilder text, string? value) =>
        value is null ? text.Append("null") : CanonicalJson.Quote(text, value);
}
