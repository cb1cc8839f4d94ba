using Governance.Domain;

namespace Governance.Server.Signals.Alerts;

/// <summary>How labels of other systems are read.</summary>
/// <param name="DeploymentLabel">The label with the deployment's name, <c>Alerts:DeploymentLabel</c>.</param>
/// <param name="SeverityLabel">The label with the severity, <c>Alerts:SeverityLabel</c>.</param>
/// <param name="Fallback">Under this name stand alerts of no known deployment, <c>Alerts:Fallback</c>.</param>
/// <param name="Severities">What words mean; <c>Alerts:Severities:{word} = Sev2</c> adds to the usual ones.</param>
internal sealed record AlertSettings(
    string DeploymentLabel,
    string SeverityLabel,
    string Fallback,
    IReadOnlyDictionary<string, Severity> Severities)
{
    /// <summary>A word that nobody explained: somebody should look, nobody need be woken.</summary>
    private const Severity Unexplained = Severity.Sev3;

    // The words that rules in the wild use most.
    private static readonly Dictionary<string, Severity> s_usual = new(StringComparer.OrdinalIgnoreCase)
    {
        ["critical"] = Severity.Sev1,
        ["page"] = Severity.Sev1,
        ["error"] = Severity.Sev2,
        ["high"] = Severity.Sev2,
        ["major"] = Severity.Sev2,
        ["warning"] = Severity.Sev3,
        ["medium"] = Severity.Sev3,
        ["minor"] = Severity.Sev4,
        ["low"] = Severity.Sev4,
        ["info"] = Severity.Sev5,
        ["none"] = Severity.Sev5,
    };

    public static AlertSettings Read(IConfiguration configuration)
    {
        var severities = new Dictionary<string, Severity>(s_usual, StringComparer.OrdinalIgnoreCase);
        foreach (var row in configuration.GetSection("Alerts:Severities").GetChildren())
            severities[row.Key] = row.Get<Severity>();
        return new AlertSettings(
            configuration["Alerts:DeploymentLabel"] ?? "deployment",
            configuration["Alerts:SeverityLabel"] ?? "severity",
            configuration["Alerts:Fallback"] ?? "external",
            severities);
    }

    public Severity SeverityOf(PostedAlert alert) =>
        alert.Label(SeverityLabel) is { } word && Severities.TryGetValue(word, out var severity)
            ? severity
            : Unexplained;
}
