using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Messaging.Outbox;

namespace Governance.Messaging.Mail;

/// <summary>
/// A message as mail, RFC 5322: headers in ASCII, body in UTF-8 as base64. Nothing that a user wrote can add a header
/// or a recipient: whatever does not fit one line is refused.
/// </summary>
internal static class MailText
{
    /// <summary>RFC 2047 §2: an encoded word has at most 75 characters, so this many octets before base64.</summary>
    private const int EncodedWordOctets = 42;

    /// <summary>Fits the recommended 78 characters of a line with its name, RFC 5322 §2.1.1.</summary>
    private const int PlainHeaderLength = 66;

    private const int Base64LineLength = 76;

    /// <summary>Enough that no two messages of an installation share an id.</summary>
    private const int IdOctets = 16;

    /// <summary>The mailbox of a <c>mailto:</c> address.</summary>
    /// <exception cref="FormatException">
    /// It is no plain ASCII mailbox; a second recipient or header is none.
    /// </exception>
    public static string MailboxOf(string destination)
    {
        const string Scheme = "mailto:";
        var mailbox = destination.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? destination[Scheme.Length..]
            : destination;
        var at = mailbox.LastIndexOf('@');
        var plain = at > 0 && at < mailbox.Length - 1 && mailbox.Length <= 254
            && mailbox.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$&'*+-/=^_`{|}~.@".Contains(letter))
            && mailbox.Count(letter => letter == '@') == 1;
        return plain ? mailbox : throw new FormatException("not a plain mailbox");
    }

    /// <summary>The whole text, lines ended by CRLF.</summary>
    /// <exception cref="FormatException">A header is not one line, or an address is no mailbox.</exception>
    public static byte[] Of(OutgoingMessage message, string from, DateTimeOffset now)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(message.IdempotencyKey)).AsSpan(0, IdOctets);
        var text = new StringBuilder();
        Add(text, "From", MailboxOf(from));
        Add(text, "To", MailboxOf(message.Destination));
        Add(text, "Subject", Encoded(message.Headers?.GetValueOrDefault(MailTransport.Subject) ?? ""));
        Add(text, "Date", now.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        // The same at every attempt: a receiver that keeps ids shows the mail once.
        Add(text, "Message-ID", $"<{Convert.ToHexStringLower(id)}@{from[(from.LastIndexOf('@') + 1)..]}>");
        Add(text, "Auto-Submitted", "auto-generated");
        Add(text, "MIME-Version", "1.0");
        Add(text, "Content-Type", message.ContentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
            ? message.ContentType
            : $"{message.ContentType}; charset=utf-8");
        Add(text, "Content-Transfer-Encoding", "base64");
        var body = Convert.ToBase64String(message.Body);
        for (var at = 0; at < body.Length; at += Base64LineLength)
            text.Append("\r\n").Append(body.AsSpan(at, Math.Min(Base64LineLength, body.Length - at)));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>
    /// RFC 2047: text beyond ASCII, or too long for one line, in encoded words that split no character.
    /// </summary>
    internal static string Encoded(string text)
    {
        if (text.Any(char.IsControl))
            throw new FormatException("a header must be one line");
        var looksEncoded = text.Contains("=?", StringComparison.Ordinal);
        if (text.Length <= PlainHeaderLength && text.All(char.IsAscii) && !looksEncoded)
            return text;
        var words = new List<string>(); // Bounded by the text.
        var octets = new List<byte>(EncodedWordOctets);
        Span<byte> one = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(one);
            if (octets.Count + length > EncodedWordOctets)
            {
                words.Add(Word(octets));
                octets.Clear();
            }

            octets.AddRange(one[..length]);
        }

        words.Add(Word(octets));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> octets) => $"=?utf-8?B?{Convert.ToBase64String([.. octets])}?=";

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value).Append("\r\n");
}
