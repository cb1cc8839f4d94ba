using System.Globalization;
using System.Text;

namespace Governance.Messaging.Mail;

/// <summary>Lines out, replies in; no pipelining, so that a reply is always to the last command.</summary>
internal sealed class SmtpWire(Stream stream)
{
    /// <summary>Longer than RFC 5321's 512 octets; more than that is no mail server.</summary>
    private const int MaxLineLength = 2_000;

    /// <summary>Extensions of a greeting, one a line; no server has as many.</summary>
    private const int MaxReplyLines = 100;

    private readonly byte[] _buffer = new byte[4_096];
    private int _at;
    private int _filled;

    /// <summary>The server has said more than it was asked.</summary>
    public bool HasUnread => _at < _filled;

    /// <summary>Sends a command and waits for its reply.</summary>
    public async Task<SmtpReply> AskAsync(string command, CancellationToken ct)
    {
        await SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), ct);
        return await ReadAsync(ct);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        await stream.WriteAsync(octets, ct);
        await stream.FlushAsync(ct);
    }

    /// <exception cref="SmtpRefusedException">What came is no reply.</exception>
    /// <exception cref="IOException">The server hung up.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken ct)
    {
        var lines = new List<string>(); // Bounded by MaxReplyLines.
        while (lines.Count < MaxReplyLines)
        {
            var line = await ReadLineAsync(ct);
            if (line.Length < 3
                || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                || (line.Length > 3 && line[3] is not (' ' or '-')))
                throw NoServer();
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
                return new SmtpReply(code, lines);
        }

        throw NoServer();
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (line.Length < MaxLineLength)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await stream.ReadAsync(_buffer, ct));
                if (_filled == 0)
                    throw new IOException("The mail server hung up.");
            }

            var octet = _buffer[_at++];
            if (octet == '\n')
                return line.ToString().TrimEnd('\r');
            // What cannot be shown is not shown: a reply ends up in a fact and on a page.
            line.Append(octet is >= 0x20 and < 0x7F or (byte)'\r' ? (char)octet : '?');
        }

        throw NoServer();
    }

    private static SmtpRefusedException NoServer() => new("The server does not speak SMTP.", null, permanent: true);
}
