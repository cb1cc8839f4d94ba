using System.Text;
using System.Text.Unicode;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Makes strings of UTF-8 bytes. Telemetry says the same few words again and again (models, tools, finish reasons),
/// so the last string of each slot is kept and handed out again. Not for several threads at once.
/// </summary>
internal sealed class Texts(int maxBytes = Texts.MaxBytes)
{
    /// <summary>
    /// Longer attribute values are dropped unless a setting says otherwise: identifiers and labels fit, text of a
    /// conversation does not.
    /// </summary>
    public const int MaxBytes = 256;

    /// <summary>Strings remembered; a power of two, so that a hash picks one.</summary>
    private const int Slots = 2048;

    private readonly (byte[] Bytes, string Text)[] _kept = new (byte[], string)[Slots];

    /// <summary>True for a text that is not taken for its length.</summary>
    public bool IsTooLong(ReadOnlySpan<byte> bytes) => bytes.Length > maxBytes;

    /// <summary>The string; null when empty, too long, not UTF-8, or with control characters in it.</summary>
    public string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || IsTooLong(bytes))
            return null;
        var hash = new HashCode();
        hash.AddBytes(bytes);
        ref var kept = ref _kept[hash.ToHashCode() & (Slots - 1)];
        if (kept.Bytes is { } known && bytes.SequenceEqual(known))
            return kept.Text;
        if (!Utf8.IsValid(bytes))
            return null;
        var text = Encoding.UTF8.GetString(bytes);
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.Contains('\u007F', StringComparison.Ordinal))
            return null;
        kept = (bytes.ToArray(), text);
        return text;
    }
}
