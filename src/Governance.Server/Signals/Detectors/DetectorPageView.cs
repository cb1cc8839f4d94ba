using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Shell.Components;
using Governance.Server.Signals.Judging;
using Governance.Server.Signals.Registry;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Server.Signals.Detectors;

/// <summary>One detector's page, read before rendering.</summary>
/// <param name="Health">What the list says of it as well.</param>
/// <param name="Chart">One of its streams over time; null for a rule, and while nothing is measured.</param>
/// <param name="Episodes">The latest, newest first.</param>
/// <param name="EpisodesInAll">How many there are.</param>
/// <param name="Registry">By which configuration it judges, its baselines and its history.</param>
/// <param name="Runbook">What to do when it alarms; null when there is none.</param>
/// <param name="Address">The page as it is asked for.</param>
/// <param name="Names">What colleagues call an actor.</param>
public sealed record DetectorPageView(
    DetectorHealth Health,
    DetectorChart? Chart,
    IReadOnlyList<EpisodeSeen> Episodes,
    int EpisodesInAll,
    DetectorFile Registry,
    Runbook? Runbook,
    string Address,
    Func<string?, string?> Names);

/// <summary>One stream of a detector over time, and the streams that could be shown instead.</summary>
/// <param name="Deployment">Whose.</param>
/// <param name="Shown">Which stream of it.</param>
/// <param name="Others">Every stream of this deployment, the shown one among them.</param>
/// <param name="Sentence">What the picture shows.</param>
/// <param name="Data">Observed, expected, alarms.</param>
/// <param name="Budget">The arithmetic of its alarm; null where it is judged call by call.</param>
/// <param name="Band">What is expected; null while the reference warms up.</param>
/// <param name="Window">Length of a window.</param>
public sealed record DetectorChart(
    DetectorDeployment Deployment,
    ChartChoice Shown,
    IReadOnlyList<ChartChoice> Others,
    string Sentence,
    ChartData Data,
    Budget.StreamBudget? Budget,
    ExpectedBand? Band,
    TimeSpan Window);

/// <summary>Which stream a detector's page shows; all of it is in the address.</summary>
/// <param name="Deployment">By name; null: the first that is judged.</param>
/// <param name="Version">Null: the first.</param>
/// <param name="Dimension">Null: the whole.</param>
public sealed record ChartChoice(string? Deployment, string? Version, string? Dimension)
{
    internal static ChartChoice Parse(IQueryCollection query) =>
        new(Text(query["deployment"]), Text(query["version"]), Text(query["dimension"]));

    /// <summary>The page of a detector that shows it.</summary>
    internal string UrlOf(SignalKind signal) => QueryHelpers.AddQueryString(
        DetectorLinks.PageOf(signal),
        new Dictionary<string, string?>
        {
            ["deployment"] = Deployment,
            ["version"] = Version,
            ["dimension"] = Dimension,
        }.Where(pair => pair.Value is not null));

    /// <summary>Of a deployment's streams the one that is meant, else the first.</summary>
    internal WatchedStream? Of(IReadOnlyList<WatchedStream> streams) =>
        streams.FirstOrDefault(stream => stream.Version == new ModelVersion(Version ?? "")
            && stream.Dimension == Dimension)
        ?? (streams.Count > 0 ? streams[0] : null);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
