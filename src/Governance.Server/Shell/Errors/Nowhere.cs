using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;

namespace Governance.Server.Shell.Errors;

/// <summary>
/// Answers where no endpoint does: 405 with what the address takes instead, else 404. The catch-all beneath every page
/// would otherwise hide from a sender that it only used the wrong method.
/// </summary>
internal sealed class Nowhere
{
    private readonly Lazy<IReadOnlyList<(RouteEndpoint Endpoint, TemplateMatcher Matcher)>> _addresses;

    public Nowhere(EndpointDataSource endpoints) => _addresses = new(() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.RoutePattern.RawText is not null && MethodsOf(one).Count > 0)
            .Select(one => (
                one, new TemplateMatcher(TemplateParser.Parse(one.RoutePattern.RawText!.TrimStart('/')), []))),
    ]);

    public IResult Answer(HttpContext http)
    {
        var taken = _addresses.Value
            .Where(one => one.Endpoint.IsBehindTheDoorOf(http) && one.Matcher.TryMatch(http.Request.Path, []))
            .SelectMany(one => MethodsOf(one.Endpoint))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (taken.Count == 0)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        http.Response.Headers[HeaderNames.Allow] = string.Join(", ", taken.Order(StringComparer.Ordinal));
        return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static IReadOnlyList<string> MethodsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
