using System.Net.Sockets;
using Governance.Messaging.Outbox;

namespace Governance.Messaging.Mail;

/// <summary>
/// Mails a message to its <c>mailto:</c> address by the installation's mail server. The header <c>Subject</c> of the
/// message is the mail's subject. Whatever goes wrong before the end of the message was sent means that it did not
/// arrive; afterwards only the server's answer tells.
/// </summary>
/// <param name="options">The server; null when none is configured, and then every mail is refused.</param>
public sealed class MailTransport(MailOptions? options, TimeProvider clock) : ITransport
{
    /// <summary>The header of an outgoing message that becomes the mail's subject.</summary>
    public const string Subject = "Subject";

    /// <inheritdoc/>
    public bool Carries(string scheme) => scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (options is null)
            return Refused("no mail server is configured (Mail:Host)");
        byte[] text;
        try
        {
            text = MailText.Of(message, options.From, clock.GetUtcNow());
        }
        catch (FormatException error)
        {
            return Refused(error.Message);
        }

        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        return await SendAsync(options, MailText.MailboxOf(message.Destination), text, ct, either.Token);
    }

    private static async Task<Delivery> SendAsync(
        MailOptions options, string to, byte[] text, CancellationToken stopping, CancellationToken either)
    {
        SmtpSession? session = null;
        try
        {
            session = await SmtpSession.OpenAsync(options, either);
            var reply = await session.SendAsync(to, text, either);
            await session.QuitAsync(either);
            return new Delivery(AttemptOutcome.Accepted, reply.Code);
        }
        catch (SmtpRefusedException refused)
        {
            return new Delivery(AttemptOutcome.Failed, refused.Code, refused.Permanent, refused.Message);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Lost(session, "no answer in time");
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return Lost(session, error.Message);
        }
        finally
        {
            if (session is not null)
                await session.DisposeAsync();
        }
    }

    private static Delivery Lost(SmtpSession? session, string error) =>
        new(session?.Submitted == true ? AttemptOutcome.Unknown : AttemptOutcome.Failed, Error: error);

    private static Delivery Refused(string why) => new(AttemptOutcome.Failed, Permanent: true, Error: why);
}
