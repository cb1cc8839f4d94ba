using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Server.Shell.Errors;

/// <summary>One failure, as problem+json or as a page, by what the caller can read.</summary>
internal sealed class ProblemAnswer(int status, string code, string title, string detail)
    : IResult, IStatusCodeHttpResult
{
    /// <summary>How long a caller should wait when the database is away, in seconds.</summary>
    internal const int RetryAfterSeconds = 2;

    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext;
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return WantsPage(http.Request) ? Page().ExecuteAsync(http) : WriteJsonAsync(http);
    }

    /// <summary>A browser that navigates; a script's request reads the problem itself.</summary>
    internal static bool WantsPage(HttpRequest request) =>
        !request.Headers.ContainsKey("HX-Request")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private RazorComponentResult<ErrorPage> Page() => ErrorPage.With(new(status, code, title, detail), status);

    private Task WriteJsonAsync(HttpContext http)
    {
        http.Response.ContentType = "application/problem+json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(
            new
            {
                type = $"urn:governance:problem:{code}",
                title,
                status,
                detail,
                code,
                instance = http.Request.Path.Value,
            }),
            http.RequestAborted);
    }
}
