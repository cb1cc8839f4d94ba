using Governance.Tests.House;

namespace Governance.Tests;

/// <summary>Known answers and captures that lie beside the repository, or where GOVERNANCE_SHARED points.</summary>
internal static class SharedData
{
    /// <summary>The file's full path; a test that needs a file which is not there is skipped and says so.</summary>
    internal static string Find(string relative)
    {
        var folder = Environment.GetEnvironmentVariable("GOVERNANCE_SHARED")
            ?? Path.Combine(Checkout.Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        Assert.SkipUnless(File.Exists(path), $"{relative} is not in {folder}; set GOVERNANCE_SHARED to its folder.");
        return path;
    }
}
