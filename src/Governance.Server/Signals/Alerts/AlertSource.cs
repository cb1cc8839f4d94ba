namespace Governance.Server.Signals.Alerts;

/// <summary>A system whose alerts are taken.</summary>
/// <param name="Word">Part of the address, and of every fingerprint.</param>
/// <param name="Title">As sentences name it.</param>
/// <param name="Version">The version that its posts must state; null where it states none to rely on.</param>
internal sealed record AlertSource(string Word, string Title, string? Version)
{
    public static AlertSource Alertmanager { get; } = new("alertmanager", "Alertmanager", "4");

    public static AlertSource Grafana { get; } = new("grafana", "Grafana", Version: null);
}
