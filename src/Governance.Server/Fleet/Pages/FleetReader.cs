using Governance.Server.Fleet.Board;
using Governance.Server.Intake;
using Governance.Server.Intake.Completeness;
using Governance.Server.Intake.Coverage;
using Governance.Server.Intake.Series;
using Governance.Server.Oversight;
using Governance.Server.Signals;

namespace Governance.Server.Fleet.Pages;

/// <summary>Joins what the board knows with what the detectors measured and what was halted.</summary>
internal sealed class FleetReader(
    FleetBoard board,
    CoverageBoard coverage,
    SenderSeries series,
    SignalReadings readings,
    HaltBoard halts,
    OversightSettings oversight,
    CompletenessReader completeness,
    InstallationKey key,
    TimeProvider clock)
{
    /// <summary>A day: as much as the other numbers of the page speak of.</summary>
    private const int CompletenessHours = 24;

    /// <summary>How much of its senders' own metrics a page shows.</summary>
    private static readonly TimeSpan s_shown = TimeSpan.FromHours(1);

    internal async Task<ModelsView> ListAsync(FleetFilter filter, CancellationToken ct)
    {
        var view = ModelsView.Of(board.RowsAt(clock.GetUtcNow()), filter);
        return view with { Rows = await MeasureAsync(view.Rows, ct) };
    }

    /// <summary>The next rows by name.</summary>
    internal Task<IReadOnlyList<FleetRow>> AfterAsync(string? name, int limit, CancellationToken ct) => MeasureAsync(
        board.RowsAt(clock.GetUtcNow()).Where(row => string.CompareOrdinal(row.Name, name ?? "") > 0).Take(limit), ct);

    internal async Task<ModelView?> ReadAsync(string name, CancellationToken ct)
    {
        if (board.Find(key.DeploymentOf(name), clock.GetUtcNow()) is not { } row)
            return null;
        var now = clock.GetUtcNow();
        var streams = await readings.StreamsOfAsync(row.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ct);
        var halt = ModelHalt.Of(halts.LatestOf(row.Name), row.Versions.Max(version => version.LastSeen), oversight);
        return ModelView.Of(
            await MeasureAsync(row, ct), streams, halt, completeness.Latest(row.Id, CompletenessHours)) with
        {
            Coverage = coverage.Find(row.Id, now),
            SenderMetrics = await series.ReadAsync(row.Id, now - s_shown, now, ct),
        };
    }

    private async Task<IReadOnlyList<FleetRow>> MeasureAsync(IEnumerable<FleetRow> rows, CancellationToken ct)
    {
        var measured = new List<FleetRow>();
        foreach (var row in rows)
            measured.Add(await MeasureAsync(row, ct));
        return measured;
    }

    private async Task<FleetRow> MeasureAsync(FleetRow row, CancellationToken ct) =>
        row with { Signals = (await readings.WatchedAsync(row.Id, ct))?.Signals };
}
