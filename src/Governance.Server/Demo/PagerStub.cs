using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Server.Demo;

/// <summary>Stands where a pager would: receives pages on loopback, checks their signature, remembers them.</summary>
internal sealed class PagerStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedPage> _pages = new();

    private PagerStub(string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/page/{recipient}", async (HttpRequest request, string recipient) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var timestamp = request.Headers["Governance-Timestamp"].ToString();
            var signed = Encoding.UTF8.GetBytes($"{timestamp}.{body}");
            var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
            var genuine = request.Headers["Governance-Signature"].ToString() == "v1=" + Convert.ToHexStringLower(mac);
            _pages.Enqueue(new ReceivedPage(recipient, request.Headers["Idempotency-Key"].ToString(), body, genuine));
            return genuine ? Results.Ok() : Results.Unauthorized();
        });
    }

    internal IReadOnlyCollection<ReceivedPage> Pages => _pages;

    internal Uri Address => new(_app.Urls.First());

    internal static async Task<PagerStub> StartAsync(string secret, CancellationToken stop)
    {
        var stub = new PagerStub(secret);
        await stub._app.StartAsync(stop);
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>One page as it arrived.</summary>
internal sealed record ReceivedPage(string Recipient, string IdempotencyKey, string Body, bool Genuine);
