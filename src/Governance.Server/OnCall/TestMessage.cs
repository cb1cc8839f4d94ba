using System.Text;
using System.Text.Json;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;

namespace Governance.Server.OnCall;

/// <summary>A test as the receiver gets it: it says so, and that nothing is to be done.</summary>
internal sealed record TestMessage(string Recipient, DateTimeOffset RequestedAt, string Url)
{
    /// <summary>Tells a receiver that this is no page.</summary>
    public bool Test => true;

    public OutgoingMessage To(string address, string stream, string idempotencyKey) => OnCallPolicy.IsMail(address)
        ? new OutgoingMessage(
            address, idempotencyKey, stream, "text/plain",
            Encoding.UTF8.GetBytes(
                $"This is a test of the way to {Recipient}. Nothing is to be done.\r\n\r\n{Url}\r\n"),
            new Dictionary<string, string> { [MailTransport.Subject] = $"Test: can {Recipient} be reached?" })
        : new OutgoingMessage(
            address, idempotencyKey, stream, "application/json",
            JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
}
