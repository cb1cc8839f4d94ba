using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Messaging.Outbox;

/// <summary>
/// How a receiver knows that a message is ours and fresh:
/// <c>Governance-Signature: v1=hex(HMAC-SHA256(secret, timestamp + "." + body))</c>, the timestamp in Unix seconds in
/// <c>Governance-Timestamp</c>. A receiver refuses old timestamps and keeps seen idempotency keys.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the time of the attempt, Unix seconds.</summary>
    public const string TimestampHeader = "Governance-Timestamp";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "Governance-Signature";

    /// <summary>The header with the message's name, the same at every attempt.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>The time as it is signed and sent.</summary>
    public static string Timestamp(DateTimeOffset at) =>
        at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The signature's header value.</summary>
    public static string Of(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body) =>
        "v1=" + Convert.ToHexStringLower(
            HMACSHA256.HashData(secret, [.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. body]));
}
