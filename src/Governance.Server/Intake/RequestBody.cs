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
    public static Task<RequestBody> ReadAsync(HttpRequest request, BodyLimits limits, CancellationToken ct)
    {
        if (request.ContentLength > limits.WireBytes)
            throw TooLarge(limits.WireBytes);
        var isGzip = IsGzip(request.Headers.ContentEncoding.ToString()) ?? throw new RequestBodyException(
            StatusCodes.Status415UnsupportedMediaType, "Encodings: gzip or none.");
        return ReadAsync(new LimitedStream(request.Body, limits.WireBytes), isGzip, limits, ct);
    }

    /// <summary>Reads <paramref name="wire"/> to its end.</summary>
    /// <exception cref="RequestBodyException">Too large, or not gzip though it should be.</exception>
    public static async Task<RequestBody> ReadAsync(Stream wire, bool isGzip, BodyLimits limits, CancellationToken ct)
    {
        var body = new RequestBody();
        try
        {
            if (isGzip)
                await body.UnzipAsync(wire, limits.BodyBytes, ct);
            else
                await body.FillAsync(wire, limits.BodyBytes, ct);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Whether an encoding of this name is gzip; null for one that is not known here.</summary>
    internal static bool? IsGzip(string encoding) =>
        encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? false
        : encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? true
        : null;

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
}
