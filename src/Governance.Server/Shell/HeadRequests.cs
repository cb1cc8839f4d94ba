namespace Governance.Server.Shell;

/// <summary>
/// HEAD is answered like GET, at every address: same status, same headers, and the server leaves the body out (RFC 9110
/// section 9.3.2). Routes need not name it.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }
}
