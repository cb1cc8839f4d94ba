namespace Governance.Tests.Intake;

/// <summary>Damages requests in the ways that readers of lengths and nesting stumble over.</summary>
internal sealed class Mutant(IReadOnlyList<Capture> captures, int seed)
{
    /// <summary>What lengths, counts and tags are replaced by: the ends of their ranges.</summary>
    private static readonly byte[][] s_extremes =
    [
        [0x00], [0x7F], [0x80], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xC3, 0x28], [0xED, 0xA0, 0x80],
        [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "1e999"u8], [.. "-1"u8], [.. "null"u8], [.. "[[[["u8], [.. "\"NaN\""u8],
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next damaged request, with the capture it was made of.</summary>
    internal (Capture Of, byte[] Bytes) Next()
    {
        var capture = captures[_random.Next(captures.Count)];
        var bytes = capture.Message;
        for (var damages = _random.Next(1, 4); damages > 0 && bytes.Length > 0; damages--)
            bytes = Damaged(bytes);
        return (capture, bytes);
    }

    private byte[] Damaged(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        var length = _random.Next(1, Math.Min(64, bytes.Length - at) + 1);
        var piece = bytes.AsSpan(at, length);
        return _random.Next(7) switch
        {
            0 => Flipped(bytes, at),
            1 => bytes[..at],
            2 => [.. bytes[..at], .. bytes[(at + length)..]],
            3 => [.. bytes[..at], .. piece, .. bytes[at..]],
            4 => Overwritten(bytes, at, s_extremes[_random.Next(s_extremes.Length)]),
            5 => [.. bytes[..at], .. s_extremes[_random.Next(s_extremes.Length)], .. bytes[at..]],
            _ => [.. bytes[..at], .. Tail(captures[_random.Next(captures.Count)].Message)],
        };
    }

    private byte[] Tail(byte[] other) => other[_random.Next(other.Length)..];

    private byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= (byte)(1 << _random.Next(8));
        return flipped;
    }

    private static byte[] Overwritten(byte[] bytes, int at, byte[] by)
    {
        var overwritten = bytes.ToArray();
        by.AsSpan(0, Math.Min(by.Length, bytes.Length - at)).CopyTo(overwritten.AsSpan(at));
        return overwritten;
    }
}
