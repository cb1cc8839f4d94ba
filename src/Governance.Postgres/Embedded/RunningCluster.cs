using System.Globalization;

namespace Governance.Postgres.Embedded;

/// <summary>
/// The private cluster that another process of this machine runs, for a verb that works beside the server.
/// </summary>
public static class RunningCluster
{
    // postmaster.pid: process, data folder, start time, port, …
    private const int PortLine = 3;

    /// <summary>
    /// How to reach the cluster in that data folder; null when no server has left its mark there. Whether it answers is
    /// only seen by connecting.
    /// </summary>
    public static string? ConnectionString(string folder)
    {
        var mark = Path.Combine(ClusterFolder.DataIn(folder), "postmaster.pid");
        var password = ClusterFolder.PasswordFileIn(folder);
        if (!File.Exists(mark) || !File.Exists(password))
            return null;
        var lines = File.ReadAllLines(mark);
        return lines.Length > PortLine
            && int.TryParse(lines[PortLine], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? EmbeddedCluster.Connect(File.ReadAllText(password).Trim(), port)
            : null;
    }
}
