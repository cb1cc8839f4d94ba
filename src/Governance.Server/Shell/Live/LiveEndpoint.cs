using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Shell.Live;

/// <summary>GET /live: server-sent events <c>hello</c>, <c>hint</c> and <c>beat</c>.</summary>
internal static class LiveEndpoint
{
    /// <summary>Often enough that a client takes silence for a dead connection after two.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(15);

    internal static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/live", Listen).RequirePermission(Permission.Read);

    private static IResult Listen(LiveFeed feed, HttpContext http, IHostApplicationLifetime host)
    {
        if (feed.Open() is not { } listener)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "too_many_listeners", "Too many open pages",
                "This node has no room for another live connection; pages work, but do not change by themselves.");
        }

        http.Response.Headers.CacheControl = "no-store";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.Response.RegisterForDispose(stop);
        http.Response.OnCompleted(() =>
        {
            feed.Close(listener);
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(Speak(listener, stop.Token));
    }

    private static async IAsyncEnumerable<SseItem<LiveHint>> Speak(
        LiveListener listener, [EnumeratorCancellation] CancellationToken stop)
    {
        var nothing = new LiveHint("", 0);
        yield return new SseItem<LiveHint>(nothing, "hello");
        while (!stop.IsCancellationRequested)
        {
            IReadOnlyList<LiveHint> hints;
            try
            {
                hints = await listener.TakeAsync(s_beat, stop);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            if (hints.Count == 0)
                yield return new SseItem<LiveHint>(nothing, "beat");
            foreach (var hint in hints)
                yield return new SseItem<LiveHint>(hint, "hint");
        }
    }
}
