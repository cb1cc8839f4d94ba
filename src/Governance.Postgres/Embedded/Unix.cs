using System.Globalization;
using System.Runtime.InteropServices;

namespace Governance.Postgres.Embedded;

/// <summary>The few calls of the operating system that .NET does not offer.</summary>
internal static partial class Unix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;

    public static bool IsRoot => EffectiveUserId() == 0;

    /// <summary>The account that the server runs as when this process is root: postgres, else nobody.</summary>
    public static Account UnprivilegedAccount() =>
        FindAccount("postgres") ?? FindAccount("nobody") ?? throw new ClusterException(
            "PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody.");

    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    public static void GiveTo(Account account, string path)
    {
        if (ChangeOwner(path, account.UserId, account.GroupId) != 0)
            throw new ClusterException($"{path} cannot be given to the user {account.Name}.");
    }

    // "postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash"
    private static Account? FindAccount(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new Account(
                name,
                uint.Parse(fields[2], CultureInfo.InvariantCulture),
                uint.Parse(fields[3], CultureInfo.InvariantCulture)))
            .FirstOrDefault();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    public sealed record Account(string Name, uint UserId, uint GroupId);
}
