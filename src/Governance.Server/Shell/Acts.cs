using System.Globalization;

namespace Governance.Server.Shell;

/// <summary>
/// After an act the browser goes to a page (303), and that page must already show it: the act's position travels in a
/// short-lived cookie, and the page waits until what it reads has come that far.
/// </summary>
public static class Acts
{
    private const string Cookie = "seen";
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(15);

    /// <summary>A projection that lags further is shown as it is rather than waited for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>See the page at <paramref name="path"/>, as of <paramref name="position"/> or later.</summary>
    public static IResult SeeOther(string path, long? position = null) => new SeeOtherResult(path, position);

    /// <summary>
    /// Waits, with patience, until <paramref name="reached"/> completes for the position of this browser's act.
    /// </summary>
    public static async Task SeenAsync(this HttpContext http, Func<long, CancellationToken, Task> reached)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(reached);
        if (!long.TryParse(http.Request.Cookies[Cookie], CultureInfo.InvariantCulture, out var position))
            return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(s_patience);
        try
        {
            await reached(position, patience.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Late: the live hint brings the page up to date when the projection has caught up.
        }
    }

    private sealed class SeeOtherResult(string path, long? position) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            if (position is { } reached)
            {
                response.Cookies.Append(Cookie, reached.ToString(CultureInfo.InvariantCulture), new()
                {
                    HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = s_life, Path = "/",
                });
            }
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
