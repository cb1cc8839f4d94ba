using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Incidents;
using Governance.Server.Shell;

namespace Governance.Server.Clocks.Reports;

/// <summary>A report as Markdown. What nobody has written is said to be not yet known, never left out.</summary>
/// <param name="Text">The Markdown.</param>
/// <param name="NotYetKnown">The points on which it says so.</param>
public sealed record ReportDraft(string Text, IReadOnlyList<ReportPoint> NotYetKnown)
{
    private const string Unknown = "Not yet known.";

    /// <summary>SHA-256 over the text, hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Draws the report from the facts up to a position.</summary>
    /// <param name="name">The incident, e.g. <c>INC-1042</c>.</param>
    /// <param name="factsAsOf">The position up to which the log was read.</param>
    public static ReportDraft Of(
        string name, Incident incident, RegulatoryClocks clocks, Clock clock, long factsAsOf)
    {
        var points = PointsOf(clock.Started.Kind).ToList();
        var text = new StringBuilder();
        Head(text, name, incident, clocks, clock);
        foreach (var point in points)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {(int)point}. {ClockWords.Of(point)}\n\n");
            foreach (var line in RecordedOn(point, incident, clocks))
                text.Append(CultureInfo.InvariantCulture, $"{line}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{clocks.Points.GetValueOrDefault(point)?.Text ?? Unknown}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n---\n\nMade from the facts up to position {factsAsOf}.\n");
        return new ReportDraft(text.ToString(), [.. points.Where(point => !clocks.Points.ContainsKey(point))]);
    }

    /// <summary>Points 1 to 7 come first; the others when they are known (Measure 9.3).</summary>
    public static IEnumerable<ReportPoint> PointsOf(ReportKind kind) =>
        Enum.GetValues<ReportPoint>().Where(point => kind is not ReportKind.Initial || point < ReportPoint.RootCause);

    private static void Head(
        StringBuilder text, string name, Incident incident, RegulatoryClocks clocks, Clock clock)
    {
        var started = clock.Started;
        text.Append(CultureInfo.InvariantCulture, $"# {started.Kind} report: {name}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- To: {started.Recipient}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Under: {started.Title}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Subject: {incident.Declaration!.Title}\n");
        var aware = Moment.Absolute(clocks.AwareAt ?? clock.StartAt);
        text.Append(CultureInfo.InvariantCulture, $"- Aware since: {aware}\n");
        foreach (var correction in clocks.Corrections)
            text.Append(
                CultureInfo.InvariantCulture,
                $"- Awareness corrected: {Moment.Absolute(correction.From)} to {Moment.Absolute(correction.To)}, "
                + $"because: {correction.Reason}\n");
        if (clock.StrictDueAt is { } due)
            text.Append(CultureInfo.InvariantCulture, $"- Due: {Moment.Absolute(due)}\n");
        if (clock.LegalLatestAt is { } latest)
            text.Append(CultureInfo.InvariantCulture, $"- At the latest, as counted: {Moment.Absolute(latest)}\n");
        var kinds = clocks.Classified?.Circumstances.Where(one => !one.IsStanding()).Select(one => one.Words()) ?? [];
        text.Append(
            CultureInfo.InvariantCulture,
            $"- Established or reasonably suspected: {(kinds.Any() ? string.Join("; ", kinds) : Unknown)}\n");
    }

    /// <summary>What the log itself knows on a point.</summary>
    private static IEnumerable<string> RecordedOn(ReportPoint point, Incident incident, RegulatoryClocks clocks)
    {
        var declared = incident.Declaration!;
        if (point is ReportPoint.Model && declared.DeploymentName is { } deployment)
            yield return $"Deployment {deployment}, version {declared.Version?.Value ?? "not yet known"}.";
        if (point is ReportPoint.Response)
        {
            foreach (var (order, progress) in incident.Containments.OrderBy(one => one.Key, StringComparer.Ordinal))
                yield return $"Order {order}: effect {Words(progress)}.";
        }

        if (point is ReportPoint.Response && incident.Resolution is { } resolution)
            yield return $"Resolved: {resolution.Resolution}";
        if (point is ReportPoint.ChainOfEvents && clocks.Classified is { } classified)
            yield return $"Basis of the classification: {classified.Basis}";
    }

    private static string Words(ContainmentProgress progress) => progress switch
    {
        ContainmentProgress.Observed => "observed",
        ContainmentProgress.NotObserved => "not observed",
        _ => "not yet known",
    };
}
