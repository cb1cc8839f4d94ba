using System.Globalization;
using Governance.Domain.Signals;
using Governance.Server.Access;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Judging;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Detectors;

/// <summary>Gathers what a detector's page shows around its health.</summary>
internal sealed class DetectorComposer(
    HealthReader reader,
    DetectorReader registry,
    SignalReadings readings,
    BudgetReader budget,
    RunbookShelf runbooks,
    ActorNames names)
{
    /// <summary>Episodes on the page; older ones are found in the log.</summary>
    private const int EpisodesMax = 25;

    internal async Task<DetectorPageView> ComposeAsync(SignalKind signal, ChartChoice choice, HttpContext http)
    {
        var ct = http.RequestAborted;
        var health = await reader.ReadAsync(signal, ct);
        var episodes = reader.EpisodesOf(signal);
        return new DetectorPageView(
            health,
            signal.IsFoundByRule() ? null : await DrawAsync(health, choice, episodes, ct),
            [.. episodes.Take(EpisodesMax)],
            episodes.Count,
            await registry.ReadFileAsync(signal, ct),
            runbooks.Find(health.Alarm),
            choice.UrlOf(signal),
            await names.ReadAsync(ct));
    }

    private async Task<DetectorChart?> DrawAsync(
        DetectorHealth health, ChartChoice choice, IReadOnlyList<EpisodeSeen> episodes, CancellationToken ct)
    {
        var deployment = health.Deployments.FirstOrDefault(one => one.Name == choice.Deployment)
            ?? health.Deployments.OrderByDescending(one => one.Readiness)
                .ThenBy(one => one.Name, StringComparer.Ordinal)
                .FirstOrDefault(one => one.Streams > 0);
        if (deployment is null)
            return null;
        var streams = (await readings.StreamsOfAsync(
                deployment.Deployment, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ct))
            .Where(stream => stream.Signal == health.Signal && stream.Series.Points.Count > 0)
            .ToList();
        if (choice.Of(streams) is not { } shown)
            return null;
        var arithmetic = (await budget.StreamsAsync(deployment.Deployment, ct))?.FirstOrDefault(one =>
            one.Signal == shown.Signal && one.Version == shown.Version && one.Dimension == shown.Dimension);
        return new DetectorChart(
            deployment,
            ChoiceOf(deployment, shown),
            [.. streams.Select(stream => ChoiceOf(deployment, stream))],
            SentenceOf(health, shown),
            DataOf(shown, [.. episodes.Where(one => IsOf(one, deployment, shown))]),
            arithmetic,
            shown.Series.Band,
            shown.Series.Window);
    }

    private static ChartChoice ChoiceOf(DetectorDeployment deployment, WatchedStream stream) =>
        new(deployment.Name, stream.Version.Value, stream.Dimension);

    private static bool IsOf(EpisodeSeen episode, DetectorDeployment deployment, WatchedStream stream) =>
        episode.Subject.Deployment == deployment.Deployment
        && episode.Subject.ModelVersion == stream.Version
        && episode.Subject.Dimension == stream.Dimension;

    private static string SentenceOf(DetectorHealth health, WatchedStream stream)
    {
        var newest = stream.Series.Points[^1];
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{health.Name} of {stream.Version}{(stream.Dimension is { } one ? $", {one}," : "")} was "
            + $"{SignalText.ValueOf(stream.Signal, newest.Value)} in its latest window, of {newest.N:#,0} "
            + $"observations");
        return stream.Series.Band is { } band
            ? $"{words}; the reference is {SignalText.ValueOf(stream.Signal, band.Value)}, of {band.By}."
            : $"{words}; there is no reference yet.";
    }

    private static ChartData DataOf(WatchedStream stream, IReadOnlyList<EpisodeSeen> episodes)
    {
        double? Drawn(double? value) => SignalText.DrawnOf(stream.Signal, value);
        var points = stream.Series.Points.TakeLast(ChartData.PointsMax).ToList();
        var (from, to) = (points[0].From, points[^1].From + stream.Series.Window);
        var band = stream.Series.Band is { Low: not null, High: not null } both ? both : null;
        var seen = episodes.Where(one => one.From < to && !(one.EndedAt < from)).ToList();
        return new ChartData(
            $"{stream.Version}",
            SignalText.UnitOf(stream.Signal),
            [
                .. points.Select(point => new ChartPoint(
                    point.From, Drawn(point.Value), Drawn(band?.Low), Drawn(band?.High))),
            ])
        {
            Threshold = band is null ? Drawn(stream.Series.Band?.High) : null,
            Spans =
            [
                .. seen.Select(one => new ChartSpan(
                    one.From < from ? from : one.From,
                    one.EndedAt is { } end && end < to ? end : to,
                    $"Episode {one.Episode}")),
            ],
            Marks =
            [
                .. seen.Where(one => one.RaisedAt >= from && one.RaisedAt < to)
                    .Select(one => new ChartMark(one.RaisedAt, "Alarm", Tone.High)),
            ],
        };
    }
}
