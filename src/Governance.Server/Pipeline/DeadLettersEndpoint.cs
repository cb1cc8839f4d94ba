using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Pipeline;

/// <summary>What was given up on, and a human's wish to try it again.</summary>
internal static class DeadLettersEndpoint
{
    private const string Path = "/api/dead-letters";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (DeadLetters letters, CancellationToken ct) => letters.ListAsync(ct))
            .RequirePermission(Permission.Operate);
        routes.MapGet($"{Path}/{{id:long}}", ShowAsync).RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/{{id:long}}/replay", ReplayOneAsync).RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/replay", ReplayManyAsync).RequirePermission(Permission.Operate);
    }

    /// <summary>Marks letters and wakes those who try them; answers how many are tried again.</summary>
    internal static async Task<int> ReplayAsync(
        IReadOnlyCollection<long> ids, DeadLetters letters, Nudges nudges, CancellationToken ct)
    {
        var marked = await letters.MarkReplayableAsync(ids, ct);
        nudges.RingTimers();
        nudges.RingOutbox();
        return marked;
    }

    private static async Task<IResult> ShowAsync(long id, DeadLetters letters, CancellationToken ct) =>
        await letters.FindAsync(id, ct) is { } letter ? Results.Ok(letter) : Problems.NotFound("such dead letter");

    private static async Task<IResult> ReplayOneAsync(
        long id, DeadLetters letters, Nudges nudges, CancellationToken ct) =>
        await ReplayAsync([id], letters, nudges, ct) > 0 ? Results.Accepted() : Problems.NotFound("such dead letter");

    private static async Task<IResult> ReplayManyAsync(
        LettersToReplay wanted, DeadLetters letters, Nudges nudges, CancellationToken ct) =>
        Results.Accepted(null, new { replayed = await ReplayAsync(wanted.Ids, letters, nudges, ct) });
}

/// <summary>Which letters to try again; every letter of a key goes with the one that is named.</summary>
/// <param name="Ids">As the list says them.</param>
internal sealed record LettersToReplay(IReadOnlyList<long> Ids);
