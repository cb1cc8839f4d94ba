using System.Collections.Concurrent;
using System.Text;

namespace Governance.Server.Intake.Privacy.Measures;

/// <summary>
/// Of what kinds the parts of messages are: read off their JSON without parsing it, and said in our own words, so
/// that no word of the sender's is kept.
/// </summary>
internal static class PartTypes
{
    /// <summary>Parts looked at in one value.</summary>
    private const int MaxParts = 256;

    private static readonly string[] s_words =
        ["text", "reasoning", "tool_call", "tool_result", "image", "audio", "video", "file", "other"];

    private static readonly (byte[] Word, int Bit)[] s_types =
    [
        .. Words(0, "text", "input_text", "output_text", "refusal"),
        .. Words(1, "reasoning", "thinking", "redacted_thinking"),
        .. Words(2, "tool_call", "tool-call", "tool_use", "function_call", "function"),
        .. Words(3, "tool_call_response", "tool-result", "tool_result", "function_call_output"),
        .. Words(4, "image", "image_url", "input_image"),
        .. Words(5, "audio", "input_audio", "output_audio"),
        .. Words(6, "video"),
        .. Words(7, "file", "blob", "uri", "document", "input_file"),
    ];

    // Bounded by the combinations of nine kinds.
    private static readonly ConcurrentDictionary<int, string> s_lists = new();

    /// <summary>One bit for each kind of part in a value: messages as JSON, or a text.</summary>
    public static int In(ReadOnlySpan<byte> value)
    {
        var form = value.TrimStart(" \t\r\n"u8);
        if (form is not [(byte)'[' or (byte)'{', ..])
            return value.IsEmpty ? 0 : 1;
        var kinds = 0;
        for (var part = 0; part < MaxParts && form.IndexOf("\"type\""u8) is >= 0 and var at; part++)
        {
            form = form[(at + 6)..].TrimStart(" \t\r\n:"u8);
            if (form is not [(byte)'"', ..] || form[1..].IndexOf((byte)'"') is not (>= 0 and var end))
                continue;
            kinds |= 1 << BitOf(form.Slice(1, end));
        }
        return kinds;
    }

    /// <summary>The kinds by name, joined with commas; null for none.</summary>
    public static string? Said(int kinds) => kinds == 0 ? null : s_lists.GetOrAdd(
        kinds, static bits => string.Join(',', s_words.Where((_, bit) => (bits & (1 << bit)) != 0)));

    private static int BitOf(ReadOnlySpan<byte> word)
    {
        foreach (var (known, bit) in s_types)
        {
            if (word.SequenceEqual(known))
                return bit;
        }
        return s_words.Length - 1;
    }

    private static IEnumerable<(byte[] Word, int Bit)> Words(int bit, params string[] words) =>
        words.Select(word => (Encoding.UTF8.GetBytes(word), bit));
}
