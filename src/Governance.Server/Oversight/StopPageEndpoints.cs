using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Fleet;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Oversight;

/// <summary>The stop page of a deployment and its two forms; everything works without script.</summary>
internal static class StopPageEndpoints
{
    internal static void MapStopPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models/{name}/stop", ReadAsync).RequirePermission(Permission.Read);
        routes.MapPost("/models/{name}/stop", StopAsync).RequirePermission(Permission.Halt);
        routes.MapPost("/models/{name}/stop/reenable", ReenableAsync).RequirePermission(Permission.ReEnable);
    }

    private static async Task<IResult> ReadAsync(
        string name, StopReader reader, FoldRunner folds, TimeProvider clock, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var view = await reader.ReadAsync(
            FleetLinks.NameIn(name), http.User.Actor(), clock.GetUtcNow(), http.RequestAborted);
        return view is null ? Problems.NotFound("model of that name") : StopPage.With(view);
    }

    private static async Task<IResult> StopAsync(
        string name, [FromForm] StopFields form, HaltActs acts, InstallationKey key, Flash flash, HttpContext http)
    {
        name = FleetLinks.NameIn(name);
        if ((Problems.Unconfirmed(form.Confirm, name) ?? Problems.Unexplained(form.Reason)) is { } incomplete)
        {
            return incomplete;
        }

        var receipt = await acts.OrderAsync(
            key.DeploymentOf(name),
            name,
            null,
            http.User.Actor(),
            HaltEndpoints.Kept(form.Reason),
            http.RequestAborted);
        if (receipt is null)
        {
            return HaltEndpoints.DeploymentUnknown(name);
        }

        flash.Say($"{(receipt.Joined ? "Halted already" : "Halted")}. Receipt: fact {receipt.Position}.");
        return Acts.SeeOther(OversightStreams.PageOf(name), receipt.Position);
    }

    private static async Task<IResult> ReenableAsync(
        string name, [FromForm] StopFields form, HaltActs acts, HttpContext http)
    {
        name = FleetLinks.NameIn(name);
        if (Problems.Unexplained(form.Reason) is { } unexplained)
        {
            return unexplained;
        }

        var outcome = await acts.ReenableAsync(
            new HaltId(form.Halt ?? ""), http.User.Actor(), HaltEndpoints.Kept(form.Reason), http.RequestAborted);
        return outcome is null
            ? Problems.NotFound("halt of that id")
            : outcome.Match(
                done => Acts.SeeOther(OversightStreams.PageOf(name), done.Position),
                same => Acts.SeeOther(OversightStreams.PageOf(name), same.Position),
                refusal => Problems.Refused(refusal));
    }

    // Properties, not constructor parameters: the form binder takes those for required.
    internal sealed record StopFields
    {
        public string? Reason { get; init; }

        public string? Confirm { get; init; }

        public string? Halt { get; init; }
    }
}
