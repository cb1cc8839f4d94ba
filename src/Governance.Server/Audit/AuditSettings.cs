namespace Governance.Server.Audit;

/// <summary>
/// What an operator may set about the log. Sections <c>Data</c> and <c>Audit</c> of the configuration.
/// </summary>
/// <param name="Folder">Outside the database: the log's copy, its key, and what became of it.</param>
/// <param name="Origin">DNS-like name of the log, for ever; null gives a new log a random one.</param>
/// <param name="SweepEvery">Pause between two looks at the store.</param>
/// <param name="SweepRows">Rows looked at in one go; with the pause, the most that self-audit costs.</param>
internal sealed record AuditSettings(string Folder, string? Origin, TimeSpan SweepEvery, int SweepRows)
{
    private const double DefaultSweepSeconds = 1;
    private const int DefaultSweepRows = 5_000;

    /// <summary>Reads Data:Folder, Audit:Origin, Audit:SweepSeconds and Audit:SweepRows.</summary>
    public static AuditSettings Read(IConfiguration configuration) => new(
        Path.Combine(configuration["Data:Folder"] ?? "data", "log"),
        configuration["Audit:Origin"],
        TimeSpan.FromSeconds(configuration.GetValue("Audit:SweepSeconds", DefaultSweepSeconds)),
        configuration.GetValue("Audit:SweepRows", DefaultSweepRows));
}
