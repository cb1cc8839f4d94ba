using System.Text;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;

namespace Governance.SystemTests.Messaging.Mail;

/// <summary>Mail to a real server, and to servers that behave badly.</summary>
public sealed class MailTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);
    private readonly MailCertificates _certificates = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("starttls", MailSecurity.StartTls, "PLAIN", "pager by PLAIN")]
    [InlineData("starttls", MailSecurity.StartTls, "LOGIN", "pager by LOGIN")]
    public async Task A_real_server_takes_it_over_TLS_from_a_signed_in_sender(
        string mode, MailSecurity security, string mechanism, string user)
    {
        using var server = await MailServer.StartAsync(
            mode, _certificates, mechanism == "PLAIN" ? [] : ["PLAIN"]);
        var delivery = await SendAsync(Options(server.Port, security) with { User = "pager", Password = "opens" });

        delivery.ShouldBe(new Delivery(AttemptOutcome.Accepted, 250));
        var mail = await server.NextAsync();
        mail.GetProperty("tls").GetBoolean().ShouldBeTrue();
        mail.GetProperty("user").GetString().ShouldBe(user);
        mail.GetProperty("from").GetString().ShouldBe("governance@example.org");
        var text = mail.GetProperty("text").GetString()!;
        text.ShouldContain("Subject: =?utf-8?B?");
        Encoding.UTF8.GetString(Convert.FromBase64String(text[text.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]))
            .ShouldBe(".a line that begins with a dot\r\n.\r\nünïcode");
    }

    [Fact]
    public async Task A_real_server_takes_it_over_TLS_from_the_first_byte()
    {
        using var server = await MailServer.StartAsync("tls", _certificates);
        (await SendAsync(Options(server.Port, MailSecurity.ImplicitTls))).Outcome.ShouldBe(AttemptOutcome.Accepted);
        (await server.NextAsync()).GetProperty("tls").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("nobody@example.org", true, "RCPT was refused: 550 5.1.1 there is no such mailbox here")]
    [InlineData("later@example.org", false, "RCPT was refused: 451 4.7.1 come back later")]
    public async Task A_real_servers_no_is_said_in_its_words(string to, bool permanent, string error)
    {
        using var server = await MailServer.StartAsync("starttls", _certificates);
        var delivery = await SendAsync(Options(server.Port, MailSecurity.StartTls), $"mailto:{to}");
        (delivery.Outcome, delivery.Permanent, delivery.Error).ShouldBe((AttemptOutcome.Failed, permanent, error));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_the_servers_words()
    {
        using var server = await MailServer.StartAsync("starttls", _certificates);
        var delivery = await SendAsync(
            Options(server.Port, MailSecurity.StartTls) with { User = "pager", Password = "wrong" });
        (delivery.Permanent, delivery.StatusCode).ShouldBe((true, 535));
        delivery.Error!.ShouldStartWith("AUTH PLAIN was refused: 535 5.7.8");
    }

    [Theory]
    [InlineData("(connect)", "421 too busy", AttemptOutcome.Failed, false, "The connection was refused: 421 too busy")]
    [InlineData("(connect)", "554 go away", AttemptOutcome.Failed, true, "The connection was refused: 554 go away")]
    [InlineData("(connect)", "SSH-2.0-other", AttemptOutcome.Failed, true, "The server does not speak SMTP.")]
    [InlineData("(connect)", ScriptedMailServer.Drop, AttemptOutcome.Failed, false, "The mail server hung up.")]
    [InlineData("(connect)", ScriptedMailServer.Hang, AttemptOutcome.Failed, false, "no answer in time")]
    [InlineData("EHLO", "250 hello", AttemptOutcome.Failed, true, "The server does not offer STARTTLS.")]
    [InlineData("STARTTLS", "454 not now", AttemptOutcome.Failed, false, "STARTTLS was refused: 454 not now")]
    [InlineData(
        "STARTTLS", "220 go on\r\n250 injected", AttemptOutcome.Failed, true,
        "The server spoke on in clear after STARTTLS.")]
    [InlineData("MAIL", "452 full", AttemptOutcome.Failed, false, "MAIL was refused: 452 full")]
    [InlineData("DATA", "554 no", AttemptOutcome.Failed, true, "DATA was refused: 554 no")]
    [InlineData("DATA", ScriptedMailServer.Drop, AttemptOutcome.Failed, false, "The mail server hung up.")]
    [InlineData("(message)", "552 too big", AttemptOutcome.Failed, true, "The message was refused: 552 too big")]
    [InlineData("(message)", ScriptedMailServer.Drop, AttemptOutcome.Unknown, false, "The mail server hung up.")]
    [InlineData("(message)", ScriptedMailServer.Hang, AttemptOutcome.Unknown, false, "no answer in time")]
    [InlineData("QUIT", ScriptedMailServer.Drop, AttemptOutcome.Accepted, false, null)]
    public async Task A_server_that_behaves_badly_is_judged_by_how_far_it_came(
        string at, string answers, AttemptOutcome outcome, bool permanent, string? error)
    {
        using var server = new ScriptedMailServer(_certificates.Server, (at, answers));
        var delivery = await SendAsync(Options(server.Port, MailSecurity.StartTls));
        (delivery.Outcome, delivery.Permanent, delivery.Error).ShouldBe((outcome, permanent, error));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_gets_neither_password_nor_message()
    {
        using var other = new MailCertificates();
        using var server = new ScriptedMailServer(other.Server);
        var delivery = await SendAsync(
            Options(server.Port, MailSecurity.StartTls) with { User = "pager", Password = "opens" });
        delivery.Permanent.ShouldBeTrue();
        delivery.Error!.ShouldStartWith("TLS with the server failed");
        server.Heard.ShouldNotContain(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_is_never_sent_in_clear()
    {
        using var server = new ScriptedMailServer(_certificates.Server);
        var delivery = await SendAsync(
            Options(server.Port, MailSecurity.None) with { User = "pager", Password = "opens" });
        delivery.Error.ShouldBe("A password is never sent without TLS.");
        server.Heard.ShouldNotContain(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mailto:a@example.org\r\nRCPT TO:<b@example.org>", "hello", "not a plain mailbox")]
    [InlineData("mailto:a@example.org?bcc=b@example.org", "hello", "not a plain mailbox")]
    [InlineData("mailto:a@example.org,b@example.org", "hello", "not a plain mailbox")]
    [InlineData("mailto:a@example.org", "hello\r\nBcc: b@example.org", "a header must be one line")]
    public async Task Nothing_adds_a_recipient_or_a_header(string to, string subject, string error)
    {
        using var server = new ScriptedMailServer(_certificates.Server);
        var delivery = await SendAsync(Options(server.Port, MailSecurity.StartTls), to, subject);
        (delivery.Permanent, delivery.Error).ShouldBe((true, error));
        server.Heard.ShouldBeEmpty();
    }

    private static async Task<Delivery> SendAsync(
        MailOptions options, string to = "mailto:officer@example.org", string subject = "INC-7 kritisch: größer")
    {
        var message = new OutgoingMessage(
            to, "key", "sender", "text/plain",
            Encoding.UTF8.GetBytes(".a line that begins with a dot\r\n.\r\nünïcode"),
            new Dictionary<string, string> { [MailTransport.Subject] = subject });
        return await new MailTransport(options, TimeProvider.System).SendAsync(message, Stop);
    }

    private MailOptions Options(int port, MailSecurity security) => new(
        "localhost", port, security, "", "", "governance@example.org", s_patience, _certificates.Authorities);
}
