using Governance.Domain;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Queue;

/// <summary>One incident in a file and in the API: the words of the screen, severities as <c>sev1</c>..<c>sev5</c>
/// with the word beside it, times ISO 8601 in UTC ending in Z, lengths of time in milliseconds.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Status">open, acknowledged, contained, resolved, inreview, closed, dismissed or
/// merged.</param>
/// <param name="Deployment">The sender's name of the deployment.</param>
/// <param name="AcknowledgedBy">Actor id.</param>
/// <param name="Owner">What colleagues call the commander, else whoever acknowledged it.</param>
/// <param name="Signals">Signals that led to it or joined it.</param>
internal sealed record QueueEntry(
    string Name,
    string Id,
    string Severity,
    string SeverityWord,
    string Status,
    string Title,
    string? Deployment,
    string? Version,
    string? Alarm,
    string DetectedBy,
    string DeclaredAt,
    string? AcknowledgedBy,
    string? Owner,
    long? TimeToAcknowledgeMs,
    long? ContainedAfterMs,
    string? ResolvedAt,
    int Signals)
{
    internal static QueueEntry Of(QueueRow row, Func<string?, string?> names) => new(
        row.Name,
        row.Id,
        $"sev{(int)row.Severity}",
        row.Severity.Word(),
        row.State,
        row.Title,
        row.DeploymentName,
        row.Version,
        row.Alarm,
        QueueTable.Word(row.DetectedBy),
        Moment.Iso(row.DeclaredAt),
        row.AcknowledgedBy,
        names(row.Owner),
        (long?)row.TimeToAcknowledge?.TotalMilliseconds,
        row.ContainedAfterMs,
        row.ResolvedAt is { } resolved ? Moment.Iso(resolved) : null,
        row.SignalCount);
}
