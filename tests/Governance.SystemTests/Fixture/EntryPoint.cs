using Governance.SystemTests.Messaging.Crashing;
using Governance.SystemTests.Store.Crash;
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
        if (args is [RelayNode.Verb, var database, var schema, var boundary])
            return RelayNode.RunAsync(database, schema, boundary);
        if (args is [WritingNode.Verb, var connectionString, var store, var seed])
            return WritingNode.WriteAsync(connectionString, store, seed);
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
