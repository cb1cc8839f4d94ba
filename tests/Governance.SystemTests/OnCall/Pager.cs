using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.SystemTests.OnCall;

/// <summary>A receiver of pages on loopback that answers as it is told.</summary>
internal sealed class Pager : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Pager()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/{recipient}", ReceiveAsync);
    }

    internal ConcurrentQueue<Received> Pages { get; } = new();

    /// <summary>The status to answer with.</summary>
    internal int Answer { get; set; } = 200;

    internal string UrlOf(string recipient) => $"{_app.Urls.First()}/{recipient}";

    internal static async Task<Pager> StartAsync()
    {
        var pager = new Pager();
        await pager._app.StartAsync(TestContext.Current.CancellationToken);
        return pager;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(string recipient, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Pages.Enqueue(new Received(recipient, headers, await reader.ReadToEndAsync()));
        return Results.StatusCode(Answer);
    }
}

/// <summary>A page as it arrived.</summary>
internal sealed record Received(string Recipient, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Key => Headers["Idempotency-Key"];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
