using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// Writes JSON values one after the other into a buffer that it keeps; the bytes are those that System.Text.Json
/// writes. Not for several threads at once.
/// </summary>
internal sealed class LineWriter
{
    private const int LongestNumber = 32;

    /// <summary>Characters that stand for themselves in a JSON text, as the default encoder sees it.</summary>
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except("\"&'+<>\\`")));

    private byte[] _buffer = new byte[1024];

    /// <summary>Bytes written since <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Bytes that are JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Text(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(s_plain))
        {
            Escaped(text);
            return;
        }
        var room = Room(text.Length + 2);
        room[0] = (byte)'"';
        Encoding.ASCII.GetBytes(text, room[1..]);
        room[text.Length + 1] = (byte)'"';
        Length += text.Length + 2;
    }

    public void Number(long number)
    {
        Utf8Formatter.TryFormat(number, Room(LongestNumber), out var written);
        Length += written;
    }

    /// <exception cref="ArgumentException">JSON has no word for this number.</exception>
    public void Number(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentException("JSON has no word for a number that is not finite.", nameof(number));
        number.TryFormat(Room(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    public void Flag(bool flag) => Raw(flag ? "true"u8 : "false"u8);

    /// <summary><c>"2026-11-21T00:59:10.123456Z"</c></summary>
    public void Time(DateTimeOffset time)
    {
        var room = Room(LongestNumber);
        room[0] = (byte)'"';
        var utc = time.UtcDateTime;
        Digits(room[1..], utc.Year, 4);
        room[5] = (byte)'-';
        Digits(room[6..], utc.Month, 2);
        room[8] = (byte)'-';
        Digits(room[9..], utc.Day, 2);
        room[11] = (byte)'T';
        Digits(room[12..], utc.Hour, 2);
        room[14] = (byte)':';
        Digits(room[15..], utc.Minute, 2);
        room[17] = (byte)':';
        Digits(room[18..], utc.Second, 2);
        room[20] = (byte)'.';
        Digits(room[21..], (int)(utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond), 6);
        room[27] = (byte)'Z';
        room[28] = (byte)'"';
        Length += 29;
    }

    private static void Digits(Span<byte> room, int number, int count)
    {
        for (var i = count - 1; i >= 0; i--, number /= 10)
            room[i] = (byte)('0' + (number % 10));
    }

    private void Escaped(string text)
    {
        Raw("\""u8);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var room = Room(utf8.Length * 6);
        if (JavaScriptEncoder.Default.EncodeUtf8(utf8, room, out _, out var written) is not OperationStatus.Done)
            throw new InvalidOperationException("An escaped text is longer than six times itself.");
        Length += written;
        Raw("\""u8);
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - Length < bytes)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes));
        return _buffer.AsSpan(Length);
    }
}
