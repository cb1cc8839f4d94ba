using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Server.Signals.Backtests;

/// <summary>An answer for a spreadsheet: a finding a line, and what A, B and the log have of it.</summary>
internal static class BacktestCsv
{
    private static readonly string[] s_tried =
    [
        "position", "at", "detector", "severity", "statistic", "threshold", "effect", "alarms", "incidents",
        "end_position", "end_at",
    ];

    internal static string Head() => new StringBuilder().Line(
    [
        "deployment", "name", "version", "signal", "dimension",
        .. s_tried.Select(column => "a_" + column), .. s_tried.Select(column => "b_" + column),
        "recorded_position", "recorded_at", "recorded_end_at", "judged", "incident", "resolved_position",
    ]).ToString();

    internal static StringBuilder Append(StringBuilder text, string row)
    {
        var signal = JsonSerializer.Deserialize<ComparedSignal>(row, FactJson.Options)!;
        var recorded = signal.Recorded;
        return text.Line(
        [
            signal.Stream.Deployment.Value, signal.DeploymentName, signal.Stream.Version?.Value,
            SignalWords.Of(signal.Stream.Signal), signal.Stream.Dimension,
            .. CellsOf(signal.A), .. CellsOf(signal.B),
            Cell(recorded?.Position), Cell(recorded?.At), Cell(recorded?.EndAt),
            recorded?.Judged?.ToString().ToLowerInvariant(),
            recorded?.IncidentPosition is { } incident ? Invariant($"INC-{incident}") : null,
            Cell(recorded?.ResolvedPosition),
        ]);
    }

    private static IEnumerable<string?> CellsOf(TriedEpisode? episode) => episode is null
        ? Enumerable.Repeat<string?>(null, s_tried.Length)
        :
        [
            Cell(episode.Position), Cell(episode.At), episode.Detector,
            Invariant($"SEV{(int)episode.Evidence.SeverityHint}"),
            Cell(episode.Evidence.Statistic), Cell(episode.Evidence.Threshold), Cell(episode.Evidence.Effect),
            Cell(episode.Alarms), Cell(episode.Incidents), Cell(episode.EndPosition), Cell(episode.EndAt),
        ];

    private static string? Cell(DateTimeOffset? at) => at is { } known ? Moment.Iso(known) : null;

    private static string? Cell(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
