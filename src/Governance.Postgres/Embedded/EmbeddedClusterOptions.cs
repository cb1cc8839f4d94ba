namespace Governance.Postgres.Embedded;

/// <summary>Where and how the private database lives.</summary>
/// <param name="Folder">
/// The product's data folder. Inside it: <c>postgres/</c> the cluster, <c>postgres.password</c> (0600),
/// <c>postgres.log</c>, <c>postgres.lock</c>.
/// </param>
public sealed record EmbeddedClusterOptions(string Folder)
{
    /// <summary>How long a start may take that shows no progress; recovery after a crash is progress.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a fast shutdown may take before the server is told to stop at once.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Binaries to use instead of looking for them.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>
    /// The folder where none is named. Root's home is closed to the user that PostgreSQL drops to, so root gets
    /// /var/lib/governance; anybody else ~/.local/share/governance.
    /// </summary>
    public static string DefaultFolder() => Unix.IsRoot
        ? "/var/lib/governance"
        : Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "governance");
}
