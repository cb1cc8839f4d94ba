using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Operations;

/// <summary>/system: how the server keeps up, and a second try for what was given up on.</summary>
internal static class SystemEndpoints
{
    private const string Path = "/system";

    internal static void MapSystem(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/dead-letters/{{id:long}}/replay", ReplayAsync).RequirePermission(Permission.Operate);
    }

    private static async Task<IResult> ShowAsync(
        EventStore store, Reactions reactions, ProjectionDaemon projections, FoldRunner folds, DeadLetters letters,
        CancellationToken stop) =>
        SystemPage.With(SystemView.Of(
            await store.HeadAsync(stop), reactions, projections, folds, await letters.ListAsync(stop)));

    private static async Task<IResult> ReplayAsync(
        long id, DeadLetters letters, Nudges nudges, Flash flash, CancellationToken stop)
    {
        if (!await letters.MarkReplayableAsync(id, stop))
            return Problems.NotFound("such dead letter");
        nudges.RingTimers();
        nudges.RingOutbox();
        flash.Say("It is being tried again.");
        return Acts.SeeOther(Path);
    }
}
