using Governance.Server.Access;
using Microsoft.Net.Http.Headers;

namespace Governance.Server.Shell.Assets;

/// <summary>GET /assets/{version}/{name}: for ever cacheable, because another content has another address.</summary>
internal static class AssetEndpoint
{
    private const string Forever = "public, max-age=31536000, immutable";

    internal static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{version}/{**name}", Serve).AllowAnyone("scripts and styles hold no facts");

    private static IResult Serve(string version, string name, HttpContext http, AssetCatalog assets)
    {
        if (assets.Find(name) is not { } asset)
            return Results.NotFound();
        var headers = http.Response.Headers;
        // A page of an older version still gets a working file, but nobody may keep it under that address.
        headers[HeaderNames.CacheControl] = version == assets.Version ? Forever : "no-cache";
        if (!asset.Compresses)
            return Results.Bytes(asset.Bytes, asset.ContentType);
        headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        if (!AcceptsBrotli(http.Request))
            return Results.Bytes(asset.Bytes, asset.ContentType);
        headers[HeaderNames.ContentEncoding] = "br";
        return Results.Bytes(asset.Brotli, asset.ContentType);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Any(coding =>
            coding == "br" || coding.StartsWith("br;", StringComparison.Ordinal));
}
