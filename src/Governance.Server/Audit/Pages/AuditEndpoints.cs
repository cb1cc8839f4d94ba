using System.IO.Compression;
using System.Text;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Audit.Exporting;
using Governance.Server.Audit.Publishing;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Server.Audit.Pages;

/// <summary>The audit pages, their files, and what the browser checks a proof with.</summary>
internal static class AuditEndpoints
{
    private static readonly IReadOnlyList<string> s_types =
        [.. EventTypes.All.SelectMany(EventTypes.AliasesOf).Order()];

    public static void MapAuditPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/audit", ListAsync).RequirePermission(Permission.Read);
        endpoints.MapGet("/audit.csv", CsvAsync).RequirePermission(Permission.Export);
        endpoints.MapGet("/audit.json", JsonAsync).RequirePermission(Permission.Export);
        endpoints.MapGet("/audit/export.zip", ExportAsync).RequirePermission(Permission.Export);
        endpoints.MapGet("/audit/{position:long}", FactAsync).RequirePermission(Permission.Read);
        endpoints.MapGet("/audit/{position:long}/proof.json", ProofAsync).RequirePermission(Permission.Read);
    }

    private static async Task<RazorComponentResult<AuditPage>> ListAsync(
        HttpRequest request, FactSearch search, LogViewReader log, CancellationToken ct)
    {
        var filter = FactFilter.Read(request.Query);
        var isReadable = filter.Unreadable.Count == 0;
        var asOf = isReadable ? await search.AsOfAsync(filter, ct) : null;
        var rows = isReadable ? await search.ListAsync(filter, asOf, FactFilter.PageSize + 1, ct) : [];
        var page = rows.Take(FactFilter.PageSize).ToList();
        return AuditPage.With(new AuditView(
            await log.ReadAsync(ct), filter, asOf, page, rows.Count > page.Count, s_types));
    }

    private static Task<IResult> CsvAsync(
        HttpRequest request, FactSearch search, CancellationToken ct) =>
        FileAsync(request, search, "csv", "text/csv", FactFile.Csv, ct);

    private static Task<IResult> JsonAsync(
        HttpRequest request, FactSearch search, CancellationToken ct) =>
        FileAsync(request, search, "json", "application/json", FactFile.Json, ct);

    private static async Task<IResult> FileAsync(
        HttpRequest request, FactSearch search, string extension, string type,
        Func<IReadOnlyList<FactRow>, byte[]> write, CancellationToken ct)
    {
        var filter = FactFilter.Read(request.Query);
        if (filter.Unreadable.Count > 0)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "filter_unreadable", "Please check what you asked for",
                $"Cannot be read: {string.Join(", ", filter.Unreadable)}.");
        }
        var rows = await search.ListAsync(filter, await search.AsOfAsync(filter, ct), FactSearch.MostRows, ct);
        return TypedResults.File(write(rows), type, FactFile.NameOf(filter, rows, extension));
    }

    private static async Task<IResult> FactAsync(
        long position, EventStore store, StoredPayloads payloads, LogReader reader, LogViewReader log,
        CancellationToken ct)
    {
        var facts = position < 1 ? [] : await store.ReadAsync(position - 1, 1, null, withoutBehaviour: false, ct);
        if (facts is not [var fact] || fact.Position != position)
            return Problems.NotFound($"fact at position {position}");
        var signed = await reader.SignedAsync(ct);
        var size = signed?.Size >= position ? signed.Size : (long?)null;
        var stored = await payloads.ReadAsync(position, ct);
        return FactPage.With(new FactView(fact, stored?.Text, await log.ReadAsync(ct), size));
    }

    private static async Task<IResult> ProofAsync(
        long position, FactProofs proofs, HttpResponse response, CancellationToken ct)
    {
        if (await proofs.ReadAsync(position, ct) is not { } proof)
            return Problems.NotFound($"signed fact at position {position}");
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(proof);
    }

    private static async Task<FileStreamHttpResult> ExportAsync(
        HttpContext http, LogExport export, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("governance-export-").FullName;
        try
        {
            var exported = await export.WriteAsync(folder, http.User.Actor(), ct);
            var file = folder + ".zip";
            await ZipFile.CreateFromDirectoryAsync(
                folder, file, CompressionLevel.Fastest, includeBaseDirectory: false, Encoding.UTF8, ct);
            var stream = new FileStream(file, new FileStreamOptions { Options = FileOptions.DeleteOnClose });
            return TypedResults.File(stream, "application/zip", $"governance-log-{exported.Size}.zip");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
