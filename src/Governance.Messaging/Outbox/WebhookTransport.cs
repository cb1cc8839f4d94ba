using System.Net;
using System.Net.Http.Headers;

namespace Governance.Messaging.Outbox;

/// <summary>What a webhook needs to know.</summary>
/// <param name="Secret">The key of the signature; never logged.</param>
/// <param name="Timeout">How long one attempt may take; what is later counts as unknown.</param>
/// <param name="Resolve">How names become addresses; the system's way unless a test has another.</param>
public sealed record WebhookOptions(
    ReadOnlyMemory<byte> Secret,
    AllowedHosts Hosts,
    TimeSpan Timeout,
    Func<string, CancellationToken, Task<IPAddress[]>>? Resolve = null);

/// <summary>
/// Posts a message, signed and stamped at every attempt. Only allowed hosts at allowed addresses are called, no
/// redirect is followed, no proxy or cookie is used, and the answer's body is not read.
/// </summary>
public sealed class WebhookTransport(WebhookOptions options, TimeProvider clock) : ITransport, IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        // Receivers move behind their names; a connection is not kept for ever.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = options.Timeout,
        ConnectCallback = new GuardedDial(options.Hosts, options.Resolve ?? Dns.GetHostAddressesAsync).ConnectAsync,
    });

    /// <inheritdoc/>
    public bool Carries(string scheme) => scheme is "http" or "https";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (options.Hosts.Refuses(message.Destination) is { } refusal)
            return new Delivery(AttemptOutcome.Failed, Permanent: true, Error: refusal);
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            using var request = Signed(message);
            using var answer = await _http.SendAsync(request, either.Token);
            return Judge((int)answer.StatusCode) with { RetryAfter = WaitOf(answer.Headers.RetryAfter) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Delivery(AttemptOutcome.Unknown, Error: "no answer in time");
        }
        catch (HttpRequestException error) when (error.InnerException is AddressRefusedException refused)
        {
            return new Delivery(AttemptOutcome.Failed, Permanent: true, Error: refused.Message);
        }
        catch (HttpRequestException error)
        {
            var outcome = NeverLeft(error) ? AttemptOutcome.Failed : AttemptOutcome.Unknown;
            return new Delivery(outcome, Error: error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Signed(OutgoingMessage message)
    {
        var timestamp = WebhookSignature.Timestamp(clock.GetUtcNow());
        var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, message.Destination) { Content = content };
        foreach (var (name, value) in message.Headers ?? new Dictionary<string, string>())
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Add(WebhookSignature.IdempotencyHeader, message.IdempotencyKey);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(
            WebhookSignature.SignatureHeader, WebhookSignature.Of(options.Secret.Span, timestamp, message.Body));
        return request;
    }

    // A receiver that says "not now" is asked again; one that says "no" is not. A redirect is a "no": it is not
    // followed.
    private static Delivery Judge(int status) => status switch
    {
        >= 200 and < 300 => new Delivery(AttemptOutcome.Accepted, status),
        408 or 425 or 429 or >= 500 => new Delivery(AttemptOutcome.Failed, status, Error: $"status {status}"),
        _ => new Delivery(AttemptOutcome.Failed, status, Permanent: true, Error: $"status {status}"),
    };

    private TimeSpan? WaitOf(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null);

    private static bool NeverLeft(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.ConnectionError
        or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError;
}
