using System.Globalization;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Behaviour.Pages;
using Governance.Server.Behaviour.Searching;

namespace Governance.Server.Behaviour.Exporting;

/// <summary>What a search finds as a file, sent while it is found.</summary>
internal static class ExportEndpoints
{
    /// <summary>Names the stream whose facts say what was sent, how much, with which digest, and whether all.</summary>
    internal const string FactsHeader = "Export-Facts";

    /// <summary>Letters of the question in the file's name.</summary>
    private const int NameLength = 80;

    internal static void MapBehaviourExport(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/behaviour.jsonl", (string? q, HttpContext http, ExportDoor door) =>
            door.SendAsync(q, new JsonLines(), http)).RequirePermission(Permission.Export);
        routes.MapGet("/behaviour.csv", (string? q, HttpContext http, ExportDoor door) =>
            door.SendAsync(q, new CsvLines(), http)).RequirePermission(Permission.Export);
    }

    /// <summary>Answers a request for a file.</summary>
    internal sealed class ExportDoor(BehaviourExporter exporter, EventStore store, TimeProvider clock)
    {
        internal async Task<IResult> SendAsync(string? q, IObservationFormat format, HttpContext http)
        {
            var text = q?.Trim() ?? "";
            var question = Tokens.Parse(text, clock.GetUtcNow());
            if (SearchEndpoints.Unreadable(question) is { } unreadable)
                return unreadable;
            var response = http.Response;
            response.ContentType = format.ContentType;
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentDisposition = $"attachment; filename=\"{NameOf(text, format)}\"";
            var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
            response.Headers[FactsHeader] = BehaviourExporter.Exports.IdOf(id);
            await exporter.SendAsync(
                new ExportOrder(id, text, question, http.User.Actor()), format, response.Body, http.RequestAborted);
            return Results.Empty;
        }

        /// <summary>Names the question and the newest position, so that two files are never taken for one.</summary>
        private string NameOf(string text, IObservationFormat format)
        {
            var asked = string.Concat(text.Take(NameLength).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
            var position = store.KnownPosition.ToString(CultureInfo.InvariantCulture);
            return $"behaviour{(asked.Length > 0 ? "-" : "")}{asked}-at-{position}.{format.Extension}";
        }
    }
}
