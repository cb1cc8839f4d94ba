using System.Globalization;
using System.Text;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Grpc;

/// <summary>
/// What goes back over gRPC. The HTTP status is always 200; how it went is <c>grpc-status</c>: behind the message of
/// a success, and in the headers of a refusal, which has no message.
/// </summary>
internal static class GrpcAnswer
{
    private const string ContentType = "application/grpc";
    private const string StatusName = "grpc-status";

    /// <summary>Sends the response message.</summary>
    public static async Task SucceedAsync(HttpResponse response, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        response.ContentType = ContentType;
        await response.Body.WriteAsync(GrpcMessage.Prefix(message.Length), ct);
        await response.Body.WriteAsync(message, ct);
        response.AppendTrailer(StatusName, "0");
    }

    /// <summary>Refuses; the response ends with its headers.</summary>
    public static void Refuse(HttpResponse response, NotTaken refusal)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers[StatusName] = ((int)refusal.Code).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = PercentEncoded(refusal.Message);
        if (refusal.Code is RpcCode.Unimplemented)
            response.Headers["grpc-accept-encoding"] = "identity,gzip";
        if (refusal.RetryAfter is { } wait)
        {
            var details = OtlpAnswer.StatusWithRetry(refusal.Code, refusal.Message, wait);
            response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(details.Span).TrimEnd('=');
        }
    }

    /// <summary>As gRPC writes messages into headers: printable ASCII but for the percent sign itself.</summary>
    internal static string PercentEncoded(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var one in Encoding.UTF8.GetBytes(message))
        {
            if (one is >= 0x20 and <= 0x7E and not (byte)'%')
                encoded.Append((char)one);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        }
        return encoded.ToString();
    }
}
