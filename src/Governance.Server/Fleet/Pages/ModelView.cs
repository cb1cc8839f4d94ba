using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Fleet.Board;
using Governance.Server.Intake.Completeness;
using Governance.Server.Intake.Coverage;
using Governance.Server.Intake.Series;
using Governance.Server.Oversight;
using Governance.Server.Signals;

namespace Governance.Server.Fleet.Pages;

/// <summary>One model's page.</summary>
/// <param name="Row">What the board knows.</param>
/// <param name="Tiles">Each signal, measured or not.</param>
/// <param name="Halt">The halt that stands over it; null: none.</param>
/// <param name="Completeness">What is held against what its senders counted.</param>
public sealed record ModelView(
    FleetRow Row, IReadOnlyList<SignalTile> Tiles, ModelHalt? Halt, CompletenessView Completeness)
{
    /// <summary>What its telemetry says; null when nothing was ever heard.</summary>
    public DeploymentCoverage? Coverage { get; init; }

    /// <summary>What its senders aggregated themselves in the last hour.</summary>
    public SenderMinutes? SenderMetrics { get; init; }

    /// <summary>What is measured, or was found: open alarms first, the worst before all.</summary>
    public IReadOnlyList<SignalTile> Measured =>
    [
        .. Tiles.Where(tile => tile.Measured.Needs is null || tile.Finding is { IsOpen: true })
            .OrderBy(tile => tile.Finding is { IsOpen: true } open ? (int)open.Severity : int.MaxValue),
    ];

    internal static ModelView Of(
        FleetRow row, IReadOnlyList<WatchedStream> streams, ModelHalt? halt, CompletenessView completeness) => new(
        row,
        [.. (row.Signals ?? []).Select(measured => SignalTile.Of(measured, row, streams))],
        halt,
        completeness);
}

/// <summary>One signal of a model: whether it is measured, its latest windows, and what the detectors say.</summary>
/// <param name="Measured">Whether and by how much.</param>
/// <param name="Lines">The versions seen last, wholes before their parts.</param>
/// <param name="Streams">How many lines there could be.</param>
/// <param name="Finding">The latest alarm, an open one before all.</param>
public sealed record SignalTile(
    MeasuredSignal Measured, IReadOnlyList<SignalLine> Lines, int Streams, FindingSeen? Finding)
{
    /// <summary>Nothing is heard, so nothing is measured now, whatever the last windows say.</summary>
    public bool IsSilent { get; init; }

    /// <summary>More lines in one tile are not told apart at a glance.</summary>
    private const int LinesMax = 2;

    internal static SignalTile Of(MeasuredSignal measured, FleetRow row, IReadOnlyList<WatchedStream> streams)
    {
        var seen = streams.Where(stream => stream.Signal == measured.Signal && stream.Series.Points.Count > 0).ToList();
        return new SignalTile(
            measured,
            [
                .. seen.OrderBy(stream => stream.Dimension is not null)
                    .ThenByDescending(stream => stream.Series.Points[^1].From)
                    .Take(LinesMax)
                    .OrderBy(stream => stream.Dimension, StringComparer.Ordinal)
                    .ThenBy(stream => stream.Version.Value, StringComparer.Ordinal)
                    .Select(SignalLine.Of),
            ],
            seen.Count,
            row.Findings.FirstOrDefault(finding => finding.Subject.Signal == measured.Signal))
        {
            IsSilent = row.Silence is not null,
        };
    }
}

/// <summary>The latest windows of one stream, drawn small.</summary>
/// <param name="Version">Whose behaviour.</param>
/// <param name="Dimension">Which evaluation, else null.</param>
/// <param name="Slots">Equal stretches of time; null where nothing was seen.</param>
/// <param name="Latest">The newest of them with anything in it.</param>
/// <param name="From">Where the line begins.</param>
/// <param name="Band">What was expected; null while the reference warms up.</param>
public sealed record SignalLine(
    ModelVersion Version,
    string? Dimension,
    IReadOnlyList<double?> Slots,
    SignalPoint Latest,
    DateTimeOffset From,
    ExpectedBand? Band)
{
    /// <summary>Points of a small line; more are thinner than its stroke.</summary>
    internal const int SlotsMax = 48;

    /// <summary>The past that a small line shows.</summary>
    internal static readonly TimeSpan Shown = TimeSpan.FromHours(24);

    internal static SignalLine Of(WatchedStream stream)
    {
        var points = stream.Series.Points;
        var newest = points[^1];
        var first = points.First(point => point.From > newest.From - Shown).From;
        var windows = ((newest.From - first).Ticks / stream.Series.Window.Ticks) + 1;
        var slots = (int)Math.Min(windows, SlotsMax);
        var width = ((windows * stream.Series.Window.Ticks) + slots - 1) / slots;
        var (sums, counts) = (new double[slots], new long[slots]);
        foreach (var point in points.Where(point => point.From >= first))
        {
            var slot = (point.From - first).Ticks / width;
            sums[slot] += point.N * point.Value;
            counts[slot] += point.N;
        }

        return new SignalLine(
            stream.Version,
            stream.Dimension,
            [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : (double?)null)],
            newest,
            first,
            stream.Series.Band);
    }

    /// <summary>Lower edge of what is expected, along the whole line. Nothing that is watched falls below 0.</summary>
    internal IReadOnlyList<double?>? Low => Band is null ? null : Along(Band.Low ?? 0);

    /// <summary>Upper edge; where nothing bounds it, the shade ends with the line's own highest point.</summary>
    internal IReadOnlyList<double?>? High =>
        Band is null ? null : Along(Band.High ?? Slots.Append(Band.Value).Max()!.Value);

    private IReadOnlyList<double?> Along(double edge) => [.. Enumerable.Repeat<double?>(edge, Slots.Count)];
}
