using System.Globalization;
using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Domain.Signals;
using Governance.Server.Incidents.Correlation;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Room;

/// <summary>
/// The signal that led to the incident, over time, with what was expected and what was done about it.
/// </summary>
internal sealed class SignalChart(SignalReadings readings, TimeProvider clock)
{
    /// <summary>Shown on each side of a short finding, so that it fills a good part of the picture.</summary>
    private static readonly TimeSpan s_around = TimeSpan.FromMinutes(15);

    /// <summary>A finding over long windows is shown with more around it, up to this.</summary>
    private static readonly TimeSpan s_aroundMax = TimeSpan.FromHours(3);

    /// <summary>
    /// Null when the incident has no signal, the signal is a condition and no measured value, or nothing is kept of it.
    /// </summary>
    internal async Task<RoomChart?> DrawAsync(IncidentDossier dossier, CancellationToken ct)
    {
        if (dossier.Finding is not var (subject, evidence) || subject.ModelVersion is not { } version)
        {
            return null;
        }

        var found = evidence.Current.To - evidence.Current.From;
        var around = found < s_around ? s_around : Min(found * 2, s_aroundMax);
        var from = evidence.Current.From - around;
        var to = Min(evidence.Current.To + around, clock.GetUtcNow());
        var series = await SeriesAsync(subject, version, from, to, ct);
        if (series is not { Points.Count: > 0 })
        {
            return null;
        }

        var other = evidence.Reference.ModelVersion is { } stable && stable != version
            ? await SeriesAsync(subject, stable, from, to, ct)
            : null;
        return new RoomChart(
            FindingTitle.What(subject),
            $"{FindingTitle.Where(subject)} against the expected band, windows of {Moment.Length(series.Window)}",
            Sentence(subject, evidence),
            Data(subject, evidence, series, other, dossier));
    }

    private static ChartData Data(
        SignalSubject subject,
        SignalEvidence evidence,
        SignalSeries series,
        SignalSeries? other,
        IncidentDossier dossier)
    {
        var scale = new Scale(subject.Signal);
        var compared = other?.Points.ToDictionary(point => point.From, point => (double?)scale.Of(point.Value)) ?? [];
        var points = series.Points.ToDictionary(point => point.From);
        DateTimeOffset[] times =
            [.. points.Keys.Union(compared.Keys).Order().TakeLast(ChartData.PointsMax)];
        var (low, high) = (scale.Of(series.Band?.Low), scale.Of(series.Band?.High));
        var reference = times.Select(at => compared.GetValueOrDefault(at));
        return new ChartData(
            $"{subject.ModelVersion}",
            scale.Unit,
            [.. times.Select(at => new ChartPoint(at, scale.Of(points.GetValueOrDefault(at)?.Value), low, high))])
        {
            Lines = other is null
                ? []
                : [new ChartLine($"{evidence.Reference.ModelVersion}", [.. reference])],
            Spans = [new ChartSpan(evidence.Current.From, evidence.Current.To, "Finding")],
            Marks = Marks(dossier),
        };
    }

    private static IReadOnlyList<ChartMark> Marks(IncidentDossier dossier) =>
    [
        .. dossier.Facts.Select(fact => fact.Event switch
        {
            IncidentEvent.IncidentDeclared => new ChartMark(fact.At, "Declared", Tone.High),
            HaltEvent.HaltOrdered => new ChartMark(fact.At, "Halt", Tone.Low),
            RolloutEvent.RollbackOrdered => new ChartMark(fact.At, "Rollback", Tone.Low),
            RolloutEvent.RollbackEffectObserved => new ChartMark(fact.At, "Effect", Tone.Ok),
            _ => null,
        }).OfType<ChartMark>(),
    ];

    private static string Sentence(SignalSubject subject, SignalEvidence evidence)
    {
        var now = SignalText.ValueOf(subject.Signal, evidence.Current.Value);
        var then = SignalText.ValueOf(subject.Signal, evidence.Reference.Value);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{FindingTitle.What(subject)} of {subject.ModelVersion} is {now} over {evidence.Current.N:#,0} "
            + $"observations; {evidence.Reference.ModelVersion} had {then} over {evidence.Reference.N:#,0}.");
    }

    private Task<SignalSeries?> SeriesAsync(
        SignalSubject subject,
        Domain.ModelVersion version,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct) =>
        readings.SeriesOfAsync(subject.Deployment, version, subject.Signal, subject.Dimension, from, to, ct);

    private static TTime Min<TTime>(TTime one, TTime other)
        where TTime : IComparable<TTime> => one.CompareTo(other) < 0 ? one : other;

    /// <summary>Rates are drawn in percent.</summary>
    private readonly record struct Scale(SignalKind Signal)
    {
        internal string Unit => SignalText.UnitOf(Signal);

        internal double? Of(double? value) => SignalText.DrawnOf(Signal, value);
    }
}
