using System.Text;
using Governance.Server.Access;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Server.Audit.Publishing;

/// <summary>The log over HTTP as c2sp.org/tlog-tiles, so that monitors that know nothing of us can follow it.</summary>
internal static class LogEndpoints
{
    private const string Text = "text/plain; charset=utf-8";

    // The checkpoint moves within a second; a tile never changes.
    private const string Briefly = "max-age=1";
    private const string ForEver = "max-age=31536000, immutable";

    public static void MapLog(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/log/checkpoint", CheckpointAsync)
            .AllowAnyone("A checkpoint is made to be kept by strangers, and says nothing but a size and a hash.");
        endpoints.MapGet("/log/vkey", (INoteSigner signer) => TypedResults.Text(signer.Key + "\n", Text))
            .AllowAnyone("A public key.");
        endpoints.MapGet("/log/tile/entries/{**path}", EntriesAsync).RequirePermission(Permission.Read);
        endpoints.MapGet("/log/tile/{**path}", TileAsync)
            .AllowAnyone("Tiles are hashes of hashes over salted leaves: nothing can be read from them.");
        endpoints.MapGet("/log/proof/{position:long}", ProofAsync).RequirePermission(Permission.Read);
        endpoints.MapGet("/log/leaf/{position:long}", LeafAsync).RequirePermission(Permission.Read);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> CheckpointAsync(
        HttpResponse response, LogReader log, CancellationToken ct)
    {
        response.Headers.CacheControl = Briefly;
        return await log.SignedAsync(ct) is { } signed ? TypedResults.Text(signed.Note, Text) : TypedResults.NotFound();
    }

    private static Task<Results<FileContentHttpResult, NotFound>> EntriesAsync(
        string path, HttpResponse response, LogReader log, CancellationToken ct) =>
        TileAsync("entries/" + path, response, log, ct);

    private static async Task<Results<FileContentHttpResult, NotFound>> TileAsync(
        string path, HttpResponse response, LogReader log, CancellationToken ct)
    {
        if (!TileAddress.TryParse(path, out var address) || await log.TileAsync(address, ct) is not { } bytes)
            return TypedResults.NotFound();
        response.Headers.CacheControl = ForEver;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> ProofAsync(
        long position, LogReader log, CancellationToken ct) =>
        await log.ProveAsync(position, ct) is { } proven
            ? TypedResults.Bytes(Encoding.UTF8.GetBytes(proven.Proof.ToString()), Text, $"{position}.tlog-proof")
            : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound>> LeafAsync(
        long position, LogReader log, CancellationToken ct) =>
        await log.ProveAsync(position, ct) is { } proven
            ? TypedResults.Bytes(proven.Leaf, "application/json", $"{position}.leaf.json")
            : TypedResults.NotFound();
}
