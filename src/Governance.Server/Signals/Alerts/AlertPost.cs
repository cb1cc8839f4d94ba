namespace Governance.Server.Signals.Alerts;

/// <summary>
/// What Alertmanager's webhook (version 4) and Grafana's alerting post; only what is used of it. A group stays
/// <c>firing</c> while one of its alerts fires, so each alert is taken by its own status.
/// </summary>
/// <param name="Version">Alertmanager's, <c>4</c>.</param>
/// <param name="GroupKey">Which group of alerts this is, the same in every post of it.</param>
/// <param name="TruncatedAlerts">Alerts of the group that were left out of the post.</param>
/// <param name="Alerts">Those that are in it.</param>
internal sealed record AlertPost(
    string? Version, string? GroupKey, int TruncatedAlerts, IReadOnlyList<PostedAlert>? Alerts);

/// <summary>One alert of a post.</summary>
/// <param name="Status"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Labels">What identifies it, e.g. <c>alertname</c>, <c>severity</c>, <c>deployment</c>.</param>
/// <param name="Annotations">What its rule's author wrote; only <c>summary</c> is read.</param>
/// <param name="StartsAt">Since when it fires.</param>
/// <param name="Fingerprint">Hash of its labels: the same in every post of it.</param>
internal sealed record PostedAlert(
    string? Status,
    IReadOnlyDictionary<string, string?>? Labels,
    IReadOnlyDictionary<string, string?>? Annotations,
    DateTimeOffset StartsAt,
    string? Fingerprint)
{
    public bool IsFiring => Status is "firing";

    public string? Label(string name) => Labels?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}

/// <summary>What became of a post.</summary>
/// <param name="Raised">Alerts that are signals now and were not before.</param>
/// <param name="Cleared">Alerts whose signal has ended.</param>
/// <param name="Unchanged">Alerts posted again.</param>
/// <param name="Unassigned">Alerts of no known deployment; their signals stand under the fallback's name.</param>
/// <param name="Unusable">Alerts without a status or a fingerprint; nothing became of them.</param>
/// <param name="Truncated">Alerts that the sender left out.</param>
internal sealed record AlertsTaken(
    int Raised, int Cleared, int Unchanged, int Unassigned, int Unusable, int Truncated);
