using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Postgres.Leasing;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Operations;

/// <summary>/system: how the server keeps up, and a second try for what was given up on.</summary>
internal static class SystemEndpoints
{
    private const string Path = "/system";

    internal static void MapSystem(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/dead-letters/{{id:long}}/replay", ReplayOneAsync)
            .RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/dead-letters/replay", ReplayManyAsync).RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/nodes/forget", ForgetAsync).RequirePermission(Permission.Operate);
    }

    private static async Task<IResult> ShowAsync(SystemReader system, CancellationToken stop) =>
        SystemPage.With(await system.ReadAsync(stop));

    private static Task<IResult> ReplayOneAsync(
        long id, DeadLetters letters, Nudges nudges, Flash flash, CancellationToken stop) =>
        ReplayAsync([id], letters, nudges, flash, stop);

    private static Task<IResult> ReplayManyAsync(
        [FromForm] long[] id, DeadLetters letters, Nudges nudges, Flash flash, CancellationToken stop) =>
        ReplayAsync(id, letters, nudges, flash, stop);

    private static async Task<IResult> ReplayAsync(
        long[] ids, DeadLetters letters, Nudges nudges, Flash flash, CancellationToken stop)
    {
        var marked = await DeadLettersEndpoint.ReplayAsync(ids, letters, nudges, stop);
        if (marked == 0)
            return Problems.NotFound("such dead letter");
        flash.Say(marked == 1 ? "It is being tried again." : $"{marked} are being tried again.");
        return Acts.SeeOther(Path);
    }

    private static async Task<IResult> ForgetAsync(
        [FromForm] string node, NodeTable nodes, Flash flash, CancellationToken stop)
    {
        if (!await nodes.RemoveAsync(node, stop))
            return Problems.NotFound("such node");
        flash.Say("It is forgotten; should it live, it shows itself again within a second.");
        return Acts.SeeOther(Path);
    }
}
