namespace Governance.Server.Behaviour.Searching;

/// <summary>Where an observation's line lies among the unpacked bytes of its segment.</summary>
internal readonly record struct FoundLine(int Index, int Start, int Length);

/// <summary>Finds lines in a segment that is unpacked and not read.</summary>
internal static class SegmentLines
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>The lines that hold, in order, of those before an index.</summary>
    /// <exception cref="System.Text.Json.JsonException">A line is no JSON.</exception>
    public static List<FoundLine> Find(ReadOnlySpan<byte> raw, LineTest test, int before)
    {
        var found = new List<FoundLine>(); // Bounded by the observations of a segment.
        for (var (at, index) = (0, 0); at < raw.Length && index < before; index++)
        {
            if (test.Needle is { } needle)
            {
                var hit = raw[at..].IndexOf(needle);
                if (hit < 0)
                    break;
                index += raw.Slice(at, hit).Count(LineEnd);
                at += raw.Slice(at, hit).LastIndexOf(LineEnd) + 1;
                if (index >= before)
                    break;
            }

            var length = LengthAt(raw, at);
            if (test.Holds(raw.Slice(at, length)))
                found.Add(new FoundLine(index, at, length));
            at += length + 1;
        }

        return found;
    }

    /// <summary>All lines.</summary>
    public static List<FoundLine> All(ReadOnlySpan<byte> raw)
    {
        var lines = new List<FoundLine>(raw.Count(LineEnd)); // Bounded by the observations of a segment.
        for (var at = 0; at < raw.Length; at += lines[^1].Length + 1)
            lines.Add(new FoundLine(lines.Count, at, LengthAt(raw, at)));
        return lines;
    }

    private static int LengthAt(ReadOnlySpan<byte> raw, int at)
    {
        var length = raw[at..].IndexOf(LineEnd);
        return length >= 0 ? length : throw new InvalidDataException("A segment's last line has no end.");
    }
}
