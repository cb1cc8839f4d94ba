using System.Runtime.CompilerServices;

namespace Governance.Tests.House;

/// <summary>The source tree under test, found from this file's own path or from the folder the tests run in.</summary>
internal static class Checkout
{
    internal static string Root { get; } = FindRoot();

    internal static string RelativeTo(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Files under <paramref name="folder"/> that people wrote: no build output, nothing vendored.</summary>
    internal static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var start = Path.Combine(Root, folder);
        return !Directory.Exists(start)
            ? []
            : Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
                .Where(file => extensions.Contains(Path.GetExtension(file)))
                .Where(file => !RelativeTo(file).Split('/').Any(part => part is "bin" or "obj" or "vendor"))
                .Order(StringComparer.Ordinal);
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(here), AppContext.BaseDirectory })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Governance.sln")))
                {
                    return folder;
                }
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Governance.sln.");
    }
}
