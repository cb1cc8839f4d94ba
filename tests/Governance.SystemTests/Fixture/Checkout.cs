namespace Governance.SystemTests.Fixture;

/// <summary>The repository this run was built from, and the data that lies beside it.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>A recorded file, or known answers; the test is skipped where they are absent.</summary>
    public static string Shared(string relative)
    {
        var folder = Environment.GetEnvironmentVariable("GOVERNANCE_SHARED") ?? Path.Combine(Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        Assert.SkipUnless(File.Exists(path), $"{relative} is not in {folder}; set GOVERNANCE_SHARED to its folder.");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run from a checkout.");
        return folder.FullName;
    }
}
