using Governance.Server.Access;

namespace Governance.Server.Fleet.Board;

/// <summary>What the fleet page shows.</summary>
/// <param name="Rows">The deployments that match, by name.</param>
/// <param name="Total">Deployments in all.</param>
/// <param name="Unregistered">How many of all nobody answers for.</param>
/// <param name="Search">Part of a name or owner.</param>
/// <param name="OnlyUnregistered">Whether only those are shown.</param>
public sealed record FleetView(
    IReadOnlyList<FleetRow> Rows, int Total, int Unregistered, string Search, bool OnlyUnregistered);

/// <summary><c>GET /models</c>: what was watched, and what was not measured.</summary>
internal static class FleetPageEndpoint
{
    internal static void MapFleetPage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/models", Show).RequirePermission(Permission.Read);

    private static IResult Show(FleetBoard board, string? q, string? view)
    {
        var all = board.All();
        var onlyUnregistered = view is "unregistered";
        var search = q?.Trim() ?? "";
        FleetRow[] rows =
        [
            .. all.Where(row => !onlyUnregistered || row.Owner is null).Where(row => Matches(row, search)),
        ];
        return FleetPage.With(new FleetView(
            rows, all.Count, all.Count(row => row.Owner is null), search, onlyUnregistered));
    }

    private static bool Matches(FleetRow row, string search) =>
        row.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || row.Owner?.Contains(search, StringComparison.OrdinalIgnoreCase) is true;
}
