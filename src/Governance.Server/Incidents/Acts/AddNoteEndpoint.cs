using Governance.Domain.Incidents;
using Governance.Server.Access;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Acts;

/// <summary>POST /api/incidents/{id}/notes <c>{text}</c>: words for whoever reads the timeline.</summary>
internal static class AddNoteEndpoint
{
    internal static void MapAddNote(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents/{id}/notes", async (
            string id, NoteBody body, IncidentActs acts, HttpContext http) =>
            IncidentAnswer.ToProgram(new(id), await acts.RunAsync(new(id), Command(body, http).Decide, http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/{id}/notes", async (
            string id, [FromForm] string? text, IncidentActs acts, HttpContext http) =>
            IncidentAnswer.ToPerson(new(id), await acts.RunAsync(new(id), Command(new(text), http).Decide, http)))
            .RequirePermission(Permission.HandleIncident);
    }

    // A browser sends line ends as CR LF, a program as it likes: the log holds one form.
    private static AddNote Command(NoteBody body, HttpContext http) =>
        new(http.User.Actor(), body.Text?.ReplaceLineEndings("\n").Trim() ?? "");

    internal sealed record NoteBody(string? Text);
}
