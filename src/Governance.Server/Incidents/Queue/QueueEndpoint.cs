using System.Text;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Server.Access;
using Governance.Server.Fleet.Board;
using Governance.Server.Shell;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Queue;

/// <summary>GET /incidents: the triage queue, and the same filter as a file or as JSON for programs.</summary>
internal static class QueueEndpoint
{
    private const string Csv = "text/csv; charset=utf-8";
    private const string Json = "application/json";

    /// <summary>A page that waits longer for the projection shows what there is.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    internal static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(QueueFilter.Path, PageAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/incidents", ListAsync).RequirePermission(Permission.Read);
        routes.MapGet($"{QueueFilter.Path}.csv", CsvAsync).RequirePermission(Permission.Export);
        routes.MapGet($"{QueueFilter.Path}.json", JsonAsync).RequirePermission(Permission.Export);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        QueueReader queue,
        ProjectionDaemon projections,
        SignalReadings readings,
        FleetBoard fleet,
        TimeProvider clock,
        ActorNames names)
    {
        await http.SeenAsync((position, ct) => projections.WaitForNonStaleProjectionDataAsync(
            IncidentQueue.ProjectionName, position, s_patience, ct));
        var filter = QueueFilter.Parse(http.Request.Query);
        var me = http.User.Actor().Id;
        var rows = await queue.PageAsync(filter, me, http.RequestAborted);
        var counts = await queue.CountAsync(filter, me, http.RequestAborted);
        var watch = rows.Total == 0 && filter.AsOf is null
            ? await WatchReport.ReadAsync(readings, fleet.Watched(clock.GetUtcNow()), http.RequestAborted)
            : null;
        return QueuePage.With(new QueueView(filter, rows, counts, watch, await names.ReadAsync(http.RequestAborted)));
    }

    private static async Task<IResult> ListAsync(HttpContext http, QueueReader queue, ActorNames names)
    {
        var rows = await queue.PageAsync(
            QueueFilter.Parse(http.Request.Query), http.User.Actor().Id, http.RequestAborted);
        return Results.Bytes(QueueFile.Json(await EntriesAsync(rows, names, http)), Json);
    }

    private static Task<IResult> CsvAsync(
        HttpContext http, QueueReader queue, EventStore store, ActorNames names) =>
        FileAsync(http, queue, store, names, "csv", Csv, rows => Encoding.UTF8.GetBytes(QueueFile.Csv(rows)));

    private static Task<IResult> JsonAsync(
        HttpContext http, QueueReader queue, EventStore store, ActorNames names) =>
        FileAsync(http, queue, store, names, "json", Json, QueueFile.Json);

    private static async Task<IResult> FileAsync(
        HttpContext http,
        QueueReader queue,
        EventStore store,
        ActorNames names,
        string extension,
        string type,
        Func<IReadOnlyList<QueueEntry>, byte[]> write)
    {
        var filter = QueueFilter.Parse(http.Request.Query);
        var position = filter.AsOf ?? store.KnownPosition;
        var rows = await queue.EverythingAsync(filter, http.User.Actor().Id, http.RequestAborted);
        return Results.File(
            write(await EntriesAsync(rows, names, http)), type, QueueFile.NameOf(filter, position, extension));
    }

    private static async Task<IReadOnlyList<QueueEntry>> EntriesAsync(
        QueueRows rows, ActorNames names, HttpContext http)
    {
        var called = await names.ReadAsync(http.RequestAborted);
        return [.. rows.Rows.Select(row => QueueEntry.Of(row, called))];
    }
}
