using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Registry;

/// <summary>
/// The registry of detectors for programs: GET /api/detectors and /api/detectors/{word};
/// POST /api/detectors/{word}/configuration, /withdrawal, /mode and /baselines, each with a reason.
/// </summary>
internal static class DetectorEndpoints
{
    /// <summary>Longest reason that is kept.</summary>
    internal const int ReasonMax = 2_000;

    internal static void MapDetectors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/detectors", (DetectorReader reader) => reader.List()).RequirePermission(Permission.Read);
        routes.MapGet("/api/detectors/{word}", ReadAsync).RequirePermission(Permission.Read);
        routes.MapPost("/api/detectors/{word}/configuration", ConfigureAsync)
            .RequirePermission(Permission.EditDetection);
        routes.MapPost("/api/detectors/{word}/withdrawal", WithdrawAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost("/api/detectors/{word}/mode", SetModeAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost("/api/detectors/{word}/baselines", SetBaselineAsync)
            .RequirePermission(Permission.EditDetection);
    }

    private static async Task<IResult> ReadAsync(string word, DetectorReader reader, CancellationToken ct) =>
        SignalWords.KindOf(word) is { } signal
            ? Results.Ok(await reader.ReadFileAsync(signal, ct))
            : Problems.NotFound("detector of that name");

    private static Task<IResult> ConfigureAsync(
        string word, ConfigurationBody body, DetectorDesk desk, DetectorReader reader, HttpContext http) =>
        ActAsync(word, body.Reason, reader, http, (signal, by, reason) =>
            reader.Read(signal).Standing.Configuration is { } standing
                ? desk.ConfigureAsync(signal, body.ChangedFrom(standing), by, reason, http.RequestAborted)
                : Task.FromResult<Outcome<DetectorState>>(
                    new Outcome<DetectorState>.Refused(new RuleHasNoConfiguration())));

    private static Task<IResult> WithdrawAsync(
        string word, ReasonBody body, DetectorDesk desk, DetectorReader reader, HttpContext http) =>
        ActAsync(word, body.Reason, reader, http, (signal, by, reason) =>
            desk.WithdrawAsync(signal, by, reason, http.RequestAborted));

    private static Task<IResult> SetModeAsync(
        string word, ModeBody body, DetectorDesk desk, DetectorReader reader, HttpContext http) =>
        body.Mode is not { } mode
            ? Task.FromResult(Problems.Invalid("mode_not_said", "Say the mode: off, monitor or active."))
            : ActAsync(word, body.Reason, reader, http, (signal, by, reason) =>
                desk.SetModeAsync(signal, mode, body.Version, by, reason, http.RequestAborted));

    private static Task<IResult> SetBaselineAsync(
        string word, BaselineBody body, DetectorDesk desk, DetectorReader reader, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(body.Deployment) || string.IsNullOrWhiteSpace(body.ModelVersion))
        {
            return Task.FromResult(
                Problems.Invalid("baseline_of_nothing", "Say whose baseline: give deployment and modelVersion."));
        }

        var of = new BaselineOf(new DeploymentId(body.Deployment), new ModelVersion(body.ModelVersion));
        return ActAsync(word, body.Reason, reader, http, (signal, by, reason) => body.Frozen is { } range
            ? desk.FreezeAsync(signal, of, range, by, reason, http.RequestAborted)
            : desk.RenewAsync(signal, of, body.Number, by, reason, http.RequestAborted));
    }

    private static async Task<IResult> ActAsync(
        string word,
        string? reason,
        DetectorReader reader,
        HttpContext http,
        Func<SignalKind, Actor, string, Task<Outcome<DetectorState>>> act)
    {
        if (SignalWords.KindOf(word) is not { } signal)
            return Problems.NotFound("detector of that name");
        if (Problems.Unexplained(reason) is { } unexplained)
            return unexplained;
        var said = reason!.Trim();
        var outcome = await act(signal, http.User.Actor(), said.Length > ReasonMax ? said[..ReasonMax] : said);
        return outcome.Match(
            done => Results.Ok(new { detector = reader.ViewOf(signal, done.State), position = done.Position }),
            same => Results.Ok(new { detector = reader.ViewOf(signal, same.State), position = same.Position }),
            refusal => Problems.Refused(refusal, refusal is ConfigurationNotValid or RangeNotInLog or BaselineOfNobody
                ? StatusCodes.Status422UnprocessableEntity
                : StatusCodes.Status409Conflict));
    }
}
