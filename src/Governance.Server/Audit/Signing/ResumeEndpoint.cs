using Governance.Domain.Audit;
using Governance.Server.Access;
using Governance.Server.Audit.Sweeping;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Audit.Signing;

/// <summary>POST /audit/resume: signs on after the damage was repaired, having looked at every fact again.</summary>
internal static class ResumeEndpoint
{
    public static void MapResume(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/audit/resume", ResumeAsync).RequirePermission(Permission.Operate);

    private static async Task<IResult> ResumeAsync(
        [FromForm] string? reason, HttpContext http, Integrator integrator, Sweeper sweeper, Transactor transactor,
        Damages damages, Flash flash, CancellationToken ct)
    {
        if (http.User.PersonId() is not { } person)
            return Problems.Invalid("person_needed", "Only a person resumes the signing of the log.");
        var agrees = await AgreesAsync(integrator, sweeper, ct);
        var command = new ResumeSigning(person, reason ?? "", agrees);
        var outcome = await transactor.TransactAsync(
            Damages.Stream, Damages.StreamId, (keeping, _) => command.Decide(keeping), http.User.Actor(), ct: ct);
        if (outcome.Refusal is { } refusal)
            return Problems.Refused(refusal);
        damages.Mend();
        flash.Say("Every fact is as signed again; signing goes on.");
        return Acts.SeeOther("/audit");
    }

    /// <summary>Database, copy and every row tell the signed history. Signing itself waits meanwhile.</summary>
    private static async Task<bool> AgreesAsync(Integrator integrator, Sweeper sweeper, CancellationToken ct)
    {
        try
        {
            await integrator.RestoreAsync(ct);
            await sweeper.SweepAllAsync(ct);
            return true;
        }
        catch (LogDamagedException)
        {
            return false;
        }
    }
}
