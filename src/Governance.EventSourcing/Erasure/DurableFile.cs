using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Governance.EventSourcing.Erasure;

/// <summary>Files of one user that are on the disk when a call returns, and so is their name or its absence.</summary>
public static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder that only this user enters; one that is there stays as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Makes a file unless there is one: of several makers, one wins and its content stands.</summary>
    public static void Make(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        Name(draft, path);
        SyncFolderOf(path);
    }

    /// <summary>Overwrites a file's content with zeros, then removes it; nothing where there is none.</summary>
    public static void Shred(string path)
    {
        if (!File.Exists(path))
            return;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        SyncFolderOf(path);
    }

    /// <summary>
    /// A hard link, because it fails where the name is taken; .NET's move looks first and then replaces.
    /// </summary>
    private static void Name(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(draft, path, overwrite: false);
            return;
        }

        var failure = Link(draft, path) == 0 ? null : Marshal.GetLastPInvokeErrorMessage();
        File.Delete(draft);
        if (failure is not null && !File.Exists(path))
            throw new IOException($"{path} cannot be made: {failure}");
    }

    /// <summary>A file's name is durable only when its folder is; .NET opens no folders.</summary>
    private static void SyncFolderOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var name = Path.GetDirectoryName(path)!;
        using var folder = new SafeFileHandle(Open(name, flags: 0), ownsHandle: true);
        if (folder.IsInvalid || FSync(folder) != 0)
            throw new IOException($"{name} cannot be made durable: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(SafeFileHandle file);
}
