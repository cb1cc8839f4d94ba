using System.Diagnostics;
using System.Runtime.Versioning;
using Governance.Postgres.Embedded;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Postgres;

[SupportedOSPlatform("linux")]
public sealed class EmbeddedClusterTests : IDisposable
{
    private readonly string _folder = Path.Combine(
        Path.GetTempPath(), $"governance-cluster-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EmbeddedClusterOptions Options => new(_folder);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_cluster_is_private_durable_and_keeps_its_data()
    {
        await using (var cluster = await StartAsync())
        {
            (await AskAsync(cluster, "select current_setting('data_checksums')")).ShouldBe("on");
            (await AskAsync(cluster, "select current_setting('fsync')")).ShouldBe("on");
            (await AskAsync(cluster, "select current_setting('server_encoding')")).ShouldBe("UTF8");
            (await AskAsync(cluster, "select datcollate from pg_database where datname = 'postgres'"))
                .ShouldBe("C.UTF-8");
            (await AskAsync(cluster, "select host(inet_server_addr())")).ShouldBe("127.0.0.1");
            (await AskAsync(cluster, "select rolpassword from pg_authid where rolpassword is not null"))
                .ShouldStartWith("SCRAM-SHA-256");
            File.GetUnixFileMode(Path.Combine(_folder, "postgres.password"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Process.GetProcessById(cluster.ProcessId).ProcessName.ShouldBe("postgres");
            var stranger = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "guess" };
            await Should.ThrowAsync<PostgresException>(() => AskAsync(stranger.ConnectionString, "select ''"));
            await AskAsync(cluster, "create table kept as select 1 n; select ''");
        }

        File.Exists(Path.Combine(_folder, "postgres", "postmaster.pid")).ShouldBeFalse();
        await using var again = await StartAsync();
        (await AskAsync(again, "select n::text from kept")).ShouldBe("1");
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_and_left_alone()
    {
        await using var cluster = await StartAsync();
        var refused = await Should.ThrowAsync<ClusterException>(StartAsync);
        refused.Message.ShouldContain(_folder);
        (await AskAsync(cluster, "select 'alive'")).ShouldBe("alive");
    }

    [Fact]
    public async Task A_folder_of_another_major_version_is_refused_by_name()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "PG_VERSION"), "9\n", Ct);
        var refused = await Should.ThrowAsync<ClusterException>(StartAsync);
        refused.Message.ShouldContain("made by PostgreSQL 9, but");
        refused.Message.ShouldContain(Path.Combine(_folder, "postgres"));
    }

    [Fact]
    public async Task A_killed_owner_takes_its_server_along_and_loses_nothing()
    {
        using var owner = await ClusterOwner.StartAsync(_folder);
        await AskAsync(owner.ConnectionString, "create table kept as select 1 n; select ''");
        await owner.KillAsync();
        await Eventually.IsTrueAsync("the server stopped with its owner", () => !IsPostgres(owner.Postmaster));
        await using var cluster = await StartAsync();
        (await AskAsync(cluster, "select n::text from kept")).ShouldBe("1");
    }

    [Fact]
    public async Task After_both_were_killed_the_next_start_recovers()
    {
        using var owner = await ClusterOwner.StartAsync(_folder);
        await AskAsync(owner.ConnectionString, "create table kept as select 1 n; select ''");
        Process.GetProcessById(owner.Postmaster).Kill();
        await owner.KillAsync();
        await using var cluster = await StartAsync();
        (await AskAsync(cluster, "select n::text from kept")).ShouldBe("1");
    }

    [Fact]
    public async Task A_server_left_behind_is_replaced_never_doubled()
    {
        int port;
        await using (var first = await StartAsync())
            port = first.Port;
        var binaries = await PostgresBinaries.RequireAsync(Ct);
        var (program, arguments) = Unprivileged.Wrap(
            binaries.Server,
            ["-D", Path.Combine(_folder, "postgres"), "-c", $"port={port}", "-c", "unix_socket_directories="]);
        var leftover = await ServerProcess.StartAsync(
            "/bin/sh", ["-c", "exec \"$@\" 2>/dev/null", "sh", program, .. arguments]);
        var pidFile = Path.Combine(_folder, "postgres", "postmaster.pid");
        await Eventually.IsTrueAsync(
            "the leftover is ready",
            () => File.Exists(pidFile) && File.ReadAllText(pidFile).Contains("ready", StringComparison.Ordinal));
        leftover.Exited.IsCompleted.ShouldBeFalse();
        await using var cluster = await StartAsync();
        leftover.Exited.IsCompleted.ShouldBeTrue();
        (await AskAsync(cluster, "select 'alive'")).ShouldBe("alive");
    }

    [Fact]
    public async Task Without_binaries_the_error_names_them_and_the_process_ends_with_two()
    {
        var (exitCode, error) = await ClusterOwner.FailAsync(_folder, binaries: "/nowhere");
        exitCode.ShouldBe(ClusterOwner.Refused);
        error.ShouldContain("GOVERNANCE_PG_BIN is /nowhere");
    }

    private Task<EmbeddedCluster> StartAsync() => EmbeddedCluster.StartAsync(Options, TimeProvider.System, Ct);

    private static bool IsPostgres(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains("(postgres) ", StringComparison.Ordinal)
                && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Task<string> AskAsync(EmbeddedCluster cluster, string sql) =>
        AskAsync(cluster.ConnectionString, sql);

    private static async Task<string> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        await reader.ReadAsync(Ct);
        return reader.GetString(0);
    }
}
