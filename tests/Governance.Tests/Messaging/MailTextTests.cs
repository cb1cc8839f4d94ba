using System.Text;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;

namespace Governance.Tests.Messaging;

public sealed class MailTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_mail_is_plain_ASCII_in_short_lines_whatever_it_says()
    {
        var music = string.Concat(Enumerable.Repeat("𝄞", 500));
        var text = Encoding.ASCII.GetString(Text("für Ärzte: " + new string('ß', 200), music));

        text.Split("\r\n").ShouldAllBe(line => line.Length <= 78 && line.All(char.IsAscii));
        text.ShouldContain("Date: Sat, 21 Nov 2026 03:04:05 +0000\r\n");
        text.ShouldContain("Content-Type: text/plain; charset=utf-8\r\n");
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
    }

    [Fact]
    public void The_same_message_has_the_same_id_at_every_attempt_and_another_has_another()
    {
        IdOf("one").ShouldBe(IdOf("one"));
        IdOf("one").ShouldNotBe(IdOf("two"));
    }

    [Theory]
    [InlineData("INC-7 critical: Unseen tool")]
    [InlineData("")]
    public void A_plain_subject_stays_readable(string subject) => MailText.Encoded(subject).ShouldBe(subject);

    [Fact]
    public void An_encoded_subject_says_what_was_meant_and_splits_no_character()
    {
        var subject = string.Concat(Enumerable.Repeat("a𝄞ö", 40));
        var words = MailText.Encoded(subject).Split("\r\n ");

        words.ShouldAllBe(word => word.Length <= 75);
        string.Concat(words.Select(word => Encoding.UTF8.GetString(
            Convert.FromBase64String(word["=?utf-8?B?".Length..^2])))).ShouldBe(subject);
        MailText.Encoded("=?utf-8?B?x?=").ShouldNotBe("=?utf-8?B?x?=");
    }

    private static string IdOf(string key) => Encoding.ASCII.GetString(Text("s", "b", key))
        .Split("\r\n").Single(line => line.StartsWith("Message-ID: ", StringComparison.Ordinal));

    private static byte[] Text(string subject, string body, string key = "key") => MailText.Of(
        new OutgoingMessage(
            "mailto:officer@example.org", key, "sender", "text/plain", Encoding.UTF8.GetBytes(body),
            new Dictionary<string, string> { [MailTransport.Subject] = subject }),
        "governance@example.org",
        s_now);
}
