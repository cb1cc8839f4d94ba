using System.Buffers.Binary;

namespace Governance.Server.Intake.Grpc;

/// <summary>
/// The framing of a unary gRPC call: one flag byte (1 = compressed as <c>grpc-encoding</c> says), four bytes of
/// big-endian length, the message, and nothing after it.
/// </summary>
internal static class GrpcMessage
{
    /// <summary>Bytes in front of a message.</summary>
    public const int PrefixLength = 5;

    /// <summary>Reads the call's one message.</summary>
    /// <exception cref="RequestBodyException">Not exactly one message, too large, or compressed in an unknown
    /// way.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, BodyLimits limits, CancellationToken ct)
    {
        var prefix = new byte[PrefixLength];
        if (await request.Body.ReadAtLeastAsync(prefix, PrefixLength, throwOnEndOfStream: false, ct) < PrefixLength)
            throw Malformed("The call ends before its message.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (length > limits.WireBytes)
            throw RequestBody.TooLarge(limits.WireBytes);
        var isGzip = IsGzip(prefix[0], request.Headers["grpc-encoding"].ToString());
        var body = await RequestBody.ReadAsync(new MessageStream(request.Body, length), isGzip, limits, ct);
        if (await request.Body.ReadAsync(prefix, ct) == 0)
            return body;
        body.Dispose();
        throw Malformed("A call carries one message; more follows.");
    }

    /// <summary>The prefix of an uncompressed message.</summary>
    public static byte[] Prefix(int length)
    {
        var prefix = new byte[PrefixLength];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), length);
        return prefix;
    }

    private static bool IsGzip(byte flag, string encoding) => flag switch
    {
        0 => false,
        1 when encoding.Length == 0 || encoding == "identity" => throw new RequestBodyException(
            StatusCodes.Status500InternalServerError, "A message is compressed in a call that names no compression."),
        1 => RequestBody.IsGzip(encoding) ?? throw new RequestBodyException(
            StatusCodes.Status501NotImplemented, "Messages are compressed by gzip or not at all."),
        _ => throw Malformed("A message's flag is 0 or 1."),
    };

    private static RequestBodyException Malformed(string what) => new(StatusCodes.Status400BadRequest, what);

    /// <summary>Passes on exactly so many bytes.</summary>
    private sealed class MessageStream(Stream inner, uint length) : BodyStream
    {
        private long _left = length;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                return 0;
            var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read > 0 ? read : throw Malformed("The call ends within its message.");
        }
    }
}
