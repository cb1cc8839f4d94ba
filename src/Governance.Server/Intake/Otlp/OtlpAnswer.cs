using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.Server.Intake.Otlp;

/// <summary>google.rpc.Code, as far as it is used here.</summary>
internal enum RpcCode
{
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

/// <summary>What goes back to a sender, in the encoding of its request.</summary>
internal static class OtlpAnswer
{
    /// <summary>
    /// The response message: an empty one for full success, else how many records were rejected and why. None
    /// rejected and a text is a warning.
    /// </summary>
    public static ReadOnlyMemory<byte> Of(Receipt receipt, TelemetrySignal signal, bool isJson) =>
        receipt.Word is { } word ? Partial(isJson, signal, receipt.Rejected, word)
        : isJson ? "{}"u8.ToArray()
        : default(ReadOnlyMemory<byte>);

    /// <summary>google.rpc.Status, the body of every refusal.</summary>
    public static ReadOnlyMemory<byte> Status(bool isJson, RpcCode code, string message)
    {
        if (isJson)
        {
            return Json(json =>
            {
                json.WriteNumber("code", (int)code);
                json.WriteString("message", message);
            });
        }
        var status = new ArrayBufferWriter<byte>();
        Varint(status, 1, (ulong)code);
        Bytes(status, 2, Encoding.UTF8.GetBytes(message));
        return status.WrittenMemory;
    }

    /// <summary>
    /// google.rpc.Status with a google.rpc.RetryInfo in its details: without one a gRPC client need not try again.
    /// </summary>
    public static ReadOnlyMemory<byte> StatusWithRetry(RpcCode code, string message, TimeSpan wait)
    {
        var delay = new ArrayBufferWriter<byte>();
        Varint(delay, 1, (ulong)wait.TotalSeconds);
        var retry = new ArrayBufferWriter<byte>();
        Bytes(retry, 1, delay.WrittenSpan);
        var any = new ArrayBufferWriter<byte>();
        Bytes(any, 1, "type.googleapis.com/google.rpc.RetryInfo"u8);
        Bytes(any, 2, retry.WrittenSpan);
        var status = new ArrayBufferWriter<byte>();
        status.Write(Status(isJson: false, code, message).Span);
        Bytes(status, 3, any.WrittenSpan);
        return status.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Partial(bool isJson, TelemetrySignal signal, int rejected, string reason)
    {
        if (isJson)
        {
            return Json(json =>
            {
                json.WriteStartObject("partialSuccess");
                if (rejected > 0)
                    json.WriteString(CountName(signal), rejected.ToString(CultureInfo.InvariantCulture));
                json.WriteString("errorMessage", reason);
                json.WriteEndObject();
            });
        }
        var inner = new ArrayBufferWriter<byte>();
        if (rejected > 0)
            Varint(inner, 1, (ulong)rejected);
        Bytes(inner, 2, Encoding.UTF8.GetBytes(reason));
        var outer = new ArrayBufferWriter<byte>();
        Bytes(outer, 1, inner.WrittenSpan);
        return outer.WrittenMemory;
    }

    private static string CountName(TelemetrySignal signal) => signal switch
    {
        TelemetrySignal.Traces => "rejectedSpans",
        TelemetrySignal.Logs => "rejectedLogRecords",
        _ => "rejectedDataPoints",
    };

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Varint(ArrayBufferWriter<byte> message, int field, ulong value)
    {
        Raw(message, (ulong)(field << 3));
        Raw(message, value);
    }

    private static void Bytes(ArrayBufferWriter<byte> message, int field, ReadOnlySpan<byte> value)
    {
        Raw(message, (ulong)((field << 3) | 2));
        Raw(message, (ulong)value.Length);
        message.Write(value);
    }

    private static void Raw(ArrayBufferWriter<byte> message, ulong value)
    {
        while (value >= 0x80)
        {
            message.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }
        message.Write([(byte)value]);
    }
}
