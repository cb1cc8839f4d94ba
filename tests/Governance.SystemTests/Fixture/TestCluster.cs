using Governance.Postgres.Embedded;
using Governance.SystemTests.Fixture;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Governance.SystemTests.Fixture;

/// <summary>
/// The PostgreSQL of a test run: the server that GOVERNANCE_TEST_DATABASE names, else a private one in a temporary
/// folder, started by the first test that asks and stopped after the last.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private static readonly string s_folder =
        Path.Combine(Path.GetTempPath(), $"governance-tests-{Environment.ProcessId}");

    private static readonly Lazy<Task<EmbeddedCluster>> s_own = new(
        () => EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions(s_folder), TimeProvider.System, CancellationToken.None));

    public static async Task<string> ConnectionStringAsync() =>
        Environment.GetEnvironmentVariable("GOVERNANCE_TEST_DATABASE") is { Length: > 0 } given
            ? given
            : (await s_own.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (!s_own.IsValueCreated)
            return;
        await (await s_own.Value).DisposeAsync();
        Directory.Delete(s_folder, recursive: true);
    }
}
