using System.Globalization;
using System.Security.Cryptography;

namespace Governance.Postgres.Embedded;

/// <summary>The private cluster's files: made once, locked while a server uses them.</summary>
internal sealed class ClusterFolder : IDisposable
{
    /// <summary>The one role of the cluster, and of its one database.</summary>
    public const string Role = "governance";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    // Others may pass through, to reach a cluster that runs as another user, but may not look.
    private const UnixFileMode Passage = OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly FileStream _lock;

    private ClusterFolder(string root, FileStream held)
    {
        _root = root;
        _lock = held;
    }

    public string Data => DataIn(_root);

    public string Log => Path.Combine(_root, "postgres.log");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    public bool Exists => File.Exists(Path.Combine(Data, "PG_VERSION"));

    private string PasswordFile => PasswordFileIn(_root);

    public static string DataIn(string root) => Path.Combine(root, "postgres");

    public static string PasswordFileIn(string root) => Path.Combine(root, "postgres.password");

    /// <summary>
    /// Takes the folder for this process; the kernel gives it back when the process ends, however it ends.
    /// </summary>
    public static ClusterFolder Lock(string root)
    {
        root = Path.GetFullPath(root);
        Directory.CreateDirectory(root, Passage);
        if (Unix.IsRoot)
            RequirePassage(root);
        try
        {
            return new ClusterFolder(root, new FileStream(
                Path.Combine(root, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken)
        {
            throw new ClusterException(
                $"Another server already uses the data folder {root}. Stop it, or name another folder.", taken);
        }
    }

    public string ReadPassword() => File.ReadAllText(PasswordFile).Trim();

    public void RequireMajor(PostgresBinaries binaries)
    {
        var text = File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim();
        if (text == binaries.Major.ToString(CultureInfo.InvariantCulture))
            return;
        throw new ClusterException(
            $"The data folder {Data} was made by PostgreSQL {text}, but {binaries.Folder} is PostgreSQL "
            + $"{binaries.Major}. Install PostgreSQL {text}, name its binaries in {PostgresBinaries.Variable}, "
            + "or name another data folder.");
    }

    /// <summary>
    /// initdb beside the final place, then one rename: a start that dies halfway leaves nothing half made.
    /// </summary>
    public async Task CreateAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        var making = Data + ".new";
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making, OwnerFolder);
        WritePassword();
        if (Unix.IsRoot)
        {
            Unix.GiveTo(Unix.UnprivilegedAccount(), making);
            Unix.GiveTo(Unix.UnprivilegedAccount(), PasswordFile);
        }

        var (program, arguments) = Unprivileged.Wrap(binaries.Initdb,
        [
            "--pgdata", making, "--username", Role, "--pwfile", PasswordFile,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--data-checksums", "--no-instructions",
        ]);
        var made = await Command.RunAsync(program, arguments, ct);
        if (!made.Succeeded)
            throw new ClusterException($"initdb could not make {Data}: {made.Error.Trim()}");
        Directory.Move(making, Data);
    }

    public void Dispose() => _lock.Dispose();

    private void WritePassword()
    {
        File.Delete(PasswordFile);
        using var file = new FileStream(PasswordFile, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        using var writer = new StreamWriter(file);
        writer.Write(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }

    private static void RequirePassage(string root)
    {
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                throw new ClusterException(
                    $"PostgreSQL does not run as root, and no other user may pass through {folder.FullName}. "
                    + $"Name a data folder elsewhere, for example {EmbeddedClusterOptions.DefaultFolder()}.");
            }
        }
    }
}
