using System.Text.Json;
using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Audit.Publishing;
using Governance.Server.Behaviour.Reading;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Behaviour.Pages;

/// <summary>One observation: its page, its fields, its proof.</summary>
internal static class ObservationEndpoints
{
    internal static void MapObservations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/behaviour/{address}", ShowAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/behaviour/{address}", ReadAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/behaviour/{address}/proof", ProveAsync).RequirePermission(Permission.Read);
    }

    private static Task<IResult> ShowAsync(
        string address, SegmentShelf shelf, FactProofs proofs, CancellationToken ct) =>
        AnswerAsync(address, shelf, async one => ObservationPage.With(new ObservationView(
            one, ObservationProof.Of(one, await proofs.ReadAsync(one.Address.Position, ct)))), ct);

    private static Task<IResult> ReadAsync(string address, SegmentShelf shelf, CancellationToken ct) =>
        AnswerAsync(address, shelf, one => Task.FromResult(Results.Ok(new
        {
            address = one.Address,
            deployment = one.Segment.Header.Name,
            one.Segment.RecordedAt,
            observation = JsonSerializer.Deserialize<JsonElement>(one.Line.Span),
        })), ct);

    private static Task<IResult> ProveAsync(
        string address, SegmentShelf shelf, FactProofs proofs, HttpResponse response, CancellationToken ct) =>
        AnswerAsync(address, shelf, async one =>
        {
            if (await proofs.ReadAsync(one.Address.Position, ct) is not { } header)
                return Problems.NotFound($"signed segment at position {one.Address.Position} yet");
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentDisposition =
                $"attachment; filename=\"{one.Address.Position}-{one.Address.Index}.observation-proof.json\"";
            return Results.Json(ObservationProof.Of(one, header));
        }, ct);

    /// <summary>What is retired is said to be retired: it was here, and its header still proves that.</summary>
    private static async Task<IResult> AnswerAsync(
        string text, SegmentShelf shelf, Func<ShelvedObservation, Task<IResult>> answer, CancellationToken ct)
    {
        try
        {
            if (!ObservationAddress.TryParse(text, out var address)
                || await shelf.FindAsync(address.Position, ct) is not { } segment || address.Index >= segment.Count)
                return Problems.NotFound($"observation {text}");
            return segment.Find(address.Index) is { } one ? await answer(one) : Retired(address);
        }
        catch (InvalidDataException damage)
        {
            return Problems.Of(StatusCodes.Status500InternalServerError, "segment_damaged", "Damaged", damage.Message);
        }
    }

    private static IResult Retired(ObservationAddress address) => Problems.Of(
        StatusCodes.Status410Gone,
        "retired",
        "Retired",
        $"Observation {address} was recorded, and the retention has dropped its bytes. The header of its segment, "
        + $"which proves that it was, is the fact at position {address.Position}.");
}
