using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Governance.Server.Signals.Registry;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Signals.Detectors.Setup;

/// <summary>
/// The forms of a detector's page: POST /detectors/{word}/mode, /configuration, /withdrawal and /baselines, each with a
/// reason. They go the same way as the API's acts.
/// </summary>
internal static class SetupPages
{
    internal static void MapSetupForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/detectors/{word}/mode", SetModeAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost("/detectors/{word}/configuration", ConfigureAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost("/detectors/{word}/withdrawal", WithdrawAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost("/detectors/{word}/baselines", SetBaselineAsync).RequirePermission(Permission.EditDetection);
    }

    private static Task<IResult> SetModeAsync(
        string word,
        [FromForm] string? mode,
        [FromForm] int? version,
        [FromForm] string? reason,
        DetectorDesk desk,
        Flash flash,
        HttpContext http)
    {
        if (!Enum.TryParse<DetectorMode>(mode, ignoreCase: true, out var wished) || !Enum.IsDefined(wished))
            return Task.FromResult(Problems.Invalid("mode_not_valid", "Say off, monitor or active."));
        return ActAsync(
            word,
            reason,
            "The detector's mode holds for everything recorded from now on.",
            flash,
            http,
            (signal, by, why) => desk.SetModeAsync(signal, wished, version, by, why, http.RequestAborted));
    }

    private static Task<IResult> ConfigureAsync(
        string word, IFormCollection form, DetectorDesk desk, DetectorReader registry, Flash flash, HttpContext http)
    {
        var (body, problem) = ConfigurationForm.Read(form);
        if (body is null)
            return Task.FromResult(Problems.Invalid("configuration_not_valid", problem!));
        return ActAsync(
            word,
            form["reason"],
            "The configuration is on trial: it is judged beside the one that stands, and only recorded.",
            flash,
            http,
            (signal, by, why) => registry.Read(signal).Standing.Configuration is { } standing
                ? desk.ConfigureAsync(signal, body.ChangedFrom(standing), by, why, http.RequestAborted)
                : Task.FromResult<Outcome<DetectorState>>(
                    new Outcome<DetectorState>.Refused(new RuleHasNoConfiguration())));
    }

    private static Task<IResult> WithdrawAsync(
        string word, [FromForm] string? reason, DetectorDesk desk, Flash flash, HttpContext http) => ActAsync(
        word,
        reason,
        "The trial is withdrawn.",
        flash,
        http,
        (signal, by, why) => desk.WithdrawAsync(signal, by, why, http.RequestAborted));

    private static Task<IResult> SetBaselineAsync(
        string word,
        [FromForm] string? deployment,
        [FromForm] string? version,
        [FromForm] string? from,
        [FromForm] string? through,
        [FromForm] string? reason,
        DetectorDesk desk,
        Flash flash,
        HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(deployment) || string.IsNullOrWhiteSpace(version))
            return Task.FromResult(Problems.Invalid("baseline_of_nothing", "Say of which deployment and version."));
        var of = new BaselineOf(new DeploymentId(deployment.Trim()), new ModelVersion(version.Trim()));
        if (string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(through))
        {
            return ActAsync(
                word, reason, "A new baseline gathers from now on.", flash, http,
                (signal, by, why) => desk.RenewAsync(signal, of, number: null, by, why, http.RequestAborted));
        }

        if (PositionIn(from) is not { } first || PositionIn(through) is not { } last)
            return Task.FromResult(Problems.Invalid("range_not_in_log", "Give both positions, or neither."));
        return ActAsync(
            word, reason, "The baseline is frozen.", flash, http,
            (signal, by, why) => desk.FreezeAsync(
                signal, of, new PositionRange(first, last), by, why, http.RequestAborted));
    }

    private static async Task<IResult> ActAsync(
        string word,
        string? reason,
        string said,
        Flash flash,
        HttpContext http,
        Func<SignalKind, Actor, string, Task<Outcome<DetectorState>>> act)
    {
        if (SignalWords.KindOf(word) is not { } signal)
            return Problems.NotFound("detector of that name");
        if (Problems.Unexplained(reason) is { } unexplained)
            return unexplained;
        var why = reason!.ReplaceLineEndings("\n").Trim();
        if (why.Length > DetectorEndpoints.ReasonMax)
            why = why[..DetectorEndpoints.ReasonMax];
        var outcome = await act(signal, http.User.Actor(), why);
        return outcome.Match(
            done => Said(done.Position),
            same => Said(same.Position),
            refusal => Problems.Refused(refusal));

        IResult Said(long position)
        {
            flash.Say(said);
            return Acts.SeeOther(DetectorLinks.PageOf(signal), position);
        }
    }

    private static long? PositionIn(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}
