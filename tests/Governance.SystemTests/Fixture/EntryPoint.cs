using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Governance.SystemTests.Fixture;

/// <summary>
/// Runs the tests as xunit's own entry point does, and is also the process that a crash test kills.
/// </summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args)
    {
        if (args is [ClusterOwner.Verb, var folder])
            return ClusterOwner.HoldAsync(folder);
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
