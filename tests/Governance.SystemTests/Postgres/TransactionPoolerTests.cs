using Governance.Postgres;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Postgres;

public sealed class TransactionPoolerTests
{
    private const string Schema = "governance";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_itself_is_accepted() =>
        await TransactionPooler.RefuseAsync(await TestCluster.ConnectionStringAsync(), Schema, Ct);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_pool_by_the_transaction_is_refused_by_name(int poolSize)
    {
        await using var pool = await PgBouncer.StartAsync("transaction", Schema, poolSize);
        (await Should.ThrowAsync<TransactionPoolerException>(
            TransactionPooler.RefuseAsync(pool.ConnectionString, Schema, Ct)))
            .Message.ShouldStartWith("PgBouncer stands between");
    }

    [Fact]
    public async Task A_pool_in_which_a_session_has_no_schema_of_its_own_is_refused()
    {
        await using var pool = await PgBouncer.StartAsync("session", "elsewhere");
        (await Should.ThrowAsync<TransactionPoolerException>(
            TransactionPooler.RefuseAsync(pool.ConnectionString, Schema, Ct))).Message.ShouldContain("elsewhere");
    }

    [Fact]
    public async Task A_pool_by_the_session_is_no_matter()
    {
        await using var pool = await PgBouncer.StartAsync("session", Schema);
        await TransactionPooler.RefuseAsync(pool.ConnectionString, Schema, Ct);
    }

    [Fact]
    public async Task The_server_does_not_start_behind_PgBouncer_as_it_comes_and_says_why()
    {
        await using var pool = await PgBouncer.StartAsync("transaction", searchPath: null);
        var refused = await Should.ThrowAsync<CannotStartException>(RunningServer.StartAsync(
            [$"--{RunningServer.DatabaseKey}={pool.ConnectionString}", $"--{Doors.WebKey}=0"], stop: Ct));
        refused.Message.ShouldStartWith("PgBouncer stands between");
        refused.Message.ShouldContain("Connect to PostgreSQL itself");
    }
}
