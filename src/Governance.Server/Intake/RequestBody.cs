using System.Buffers;
using System.IO.Compression;

namespace Governance.Server.Intake;

/// <summary>How large requests may be.</summary>
/// <param name="WireBytes">As sent.</param>
/// <param name="BodyBytes">After decompression.</param>
internal sealed record BodyLimits(int WireBytes, int BodyBytes)
{
    /// <summary>64 MiB, what the OTLP specification recommends.</summary>
    public const int Recommended = 64 * 1024 * 1024;

    public static BodyLimits Read(IConfiguration configuration) => new(
        configuration.GetValue("Intake:MaxWireBytes", Recommended),
        configuration.GetValue("Intake:MaxBodyBytes", Recommended));
}

/// <summary>A body that cannot be taken, with the HTTP status that says why.</summary>
internal sealed class RequestBodyException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>
/// A request's body, read whole and decompressed into a pooled buffer. Dispose gives the buffer back.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Most requests fit; larger ones grow from here.</summary>
    private const int FirstBuffer = 64 * 1024;

    /// <summary>
    /// From this size on a body is large, and only <see cref="LargeAtOnce"/> of them are read at one time.
    /// </summary>
    private const int Large = 4 * 1024 * 1024;

    /// <summary>Large bodies in memory at one time; others wait their turn.</summary>
    private const int LargeAtOnce = 4;

    private static readonly SemaphoreSlim s_large = new(LargeAtOnce);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private bool _isLarge;

    private RequestBody()
    {
    }

    /// <summary>Bytes read.</summary>
    public int Length { get; private set; }

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <exception cref="RequestBodyException">Too large, not what its encoding says, or an unknown
    /// encoding.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, BodyLimits limits, CancellationToken ct)
    {
        if (request.ContentLength > limits.WireBytes)
            throw TooLarge(limits.WireBytes);
        var wire = new LimitedStream(request.Body, limits.WireBytes);
        var encoding = request.Headers.ContentEncoding.ToString();
        var body = new RequestBody();
        try
        {
            if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                await body.FillAsync(wire, limits.BodyBytes, ct);
            else if (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                await body.UnzipAsync(wire, limits.BodyBytes, ct);
            else
                throw new RequestBodyException(StatusCodes.Status415UnsupportedMediaType, "Encodings: gzip or none.");
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (_isLarge)
            s_large.Release();
    }

    internal static RequestBodyException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {limit} bytes.");

    private async Task UnzipAsync(Stream wire, int limit, CancellationToken ct)
    {
        try
        {
            await using var gzip = new GZipStream(wire, CompressionMode.Decompress);
            await FillAsync(gzip, limit, ct);
        }
        catch (InvalidDataException)
        {
            throw new RequestBodyException(
                StatusCodes.Status400BadRequest, "The body is not gzip, or it is cut short.");
        }
    }

    private async Task FillAsync(Stream stream, int limit, CancellationToken ct)
    {
        while (await stream.ReadAsync(_buffer.AsMemory(Length), ct) is > 0 and var read)
        {
            Length += read;
            if (Length > limit)
                throw TooLarge(limit);
            if (Length == _buffer.Length)
                await GrowAsync(ct);
        }
    }

    private async Task GrowAsync(CancellationToken ct)
    {
        if (!_isLarge && _buffer.Length >= Large)
        {
            await s_large.WaitAsync(ct);
            _isLarge = true;
        }
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Passes on at most so many bytes; one more is too large.</summary>
    private sealed class LimitedStream(Stream inner, int limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= limit ? read : throw TooLarge(limit);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
