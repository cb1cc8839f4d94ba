using System.Globalization;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// One act under two addresses: POST /api/incidents/{id}/{verb} with JSON for programs, POST /incidents/{id}/{verb} as
/// a form for people, who also send the position that they have <c>seen</c>.
/// </summary>
internal static class ActRoutes
{
    /// <summary>Maps an act whose fields are read into <typeparamref name="TBody"/>.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="verb">The last part of the address.</param>
    /// <param name="permission">Who may.</param>
    /// <param name="act">What the fields and their sender ask for.</param>
    internal static void MapAct<TBody>(
        this IEndpointRouteBuilder routes, string verb, Permission permission, Func<TBody, HttpContext, Act> act)
        where TBody : class
    {
        routes.MapPost($"/api/incidents/{{id}}/{verb}", async (
            string id, [FromBody] TBody body, IncidentActs acts, HttpContext http) =>
            IncidentAnswer.ToProgram(new(id), await acts.RunAsync(new(id), null, act(body, http), http)))
            .RequirePermission(permission);
        routes.MapPost($"/incidents/{{id}}/{verb}", async (
            string id, IFormCollection form, IncidentActs acts, Retelling retelling, HttpContext http) =>
        {
            var seen = long.TryParse(form["seen"], CultureInfo.InvariantCulture, out var position)
                ? position
                : (long?)null;
            return await retelling.AnswerAsync(
                new(id),
                seen,
                await acts.RunAsync(new(id), seen, act(Fields<TBody>(form), http), http),
                http.RequestAborted);
        }).RequirePermission(permission);
    }

    /// <summary>A form's fields are read as a program's are, so that both mean the same.</summary>
    private static TBody Fields<TBody>(IFormCollection form) =>
        JsonSerializer.SerializeToNode(form.ToDictionary(field => field.Key, field => field.Value.ToString()))
            .Deserialize<TBody>(JsonSerializerOptions.Web)!;

    /// <summary>Prose in the one form in which the log holds it: a browser sends line ends as CR LF.</summary>
    internal static string Prose(string? text) => text?.ReplaceLineEndings("\n").Trim() ?? "";

    /// <summary>The word's meaning; null when it is none of <typeparamref name="TWord"/>.</summary>
    internal static TWord? Word<TWord>(string? word)
        where TWord : struct, Enum =>
        Enum.TryParse<TWord>(word?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var meant)
            && Enum.IsDefined(meant) && !int.TryParse(word, out _)
            ? meant
            : null;
}

/// <summary>A word that is none of those that are known here.</summary>
internal sealed record WordUnknown(string Field, string Known) : Refusal(
    "word_unknown", $"The {Field} is one of {Known}.")
{
    internal static WordUnknown Of<TWord>(string field)
        where TWord : struct, Enum =>
        new(field, string.Join(", ", Enum.GetNames<TWord>().Select(name => name.ToLowerInvariant())));
}
