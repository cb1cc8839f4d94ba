using System.Diagnostics;
using Governance.EventSourcing;
using Governance.Server.Audit;
using Governance.Server.Audit.Signing;
using Governance.SystemTests.Fixture;
using Governance.Transparency.Notes;
using Governance.Verifier;

namespace Governance.SystemTests.Audit;

/// <summary>
/// Every stored fact is signed within a second, and the verifier accepts what was signed, also after restarts.
/// </summary>
public sealed class SigningTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fact_is_covered_by_a_checkpoint_within_a_second()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(1));
        var times = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await log.SignedAsync(await log.AppendAsync(1));
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        output.WriteLine($"append to checkpoint: {string.Join(", ", times.Select(t => $"{t:F0}"))} ms");
        TimeSpan.FromMilliseconds(times.Order().ElementAt(8)).ShouldKeep(TimeSpan.FromSeconds(1));
        log.CheckCopy().IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_copy_outside_the_database_is_a_whole_log_that_verifies()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(200));
        var older = await host.Web.GetStringAsync("/log/checkpoint", Ct);
        for (var i = 0; i < 7; i++)
            await log.SignedAsync(await log.AppendAsync(100, $"audit-test-{i % 3}"));
        var report = log.CheckCopy(older);
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Size.ShouldBeGreaterThanOrEqualTo(900);
        var files = Directory.GetFiles(log.Copy.Folder, "*", SearchOption.AllDirectories);
        files.Count(file => file.Contains(".p/", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(5, "narrower selves of published tiles are dropped");
    }

    [Fact]
    public async Task A_backlog_is_signed_faster_than_facts_can_arrive()
    {
        const int facts = 40_000;
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        for (var i = 0; i < facts / 1000; i++)
        {
            var fact = new NewEvent("audit.exported", "{\"export\":\"x\"}"u8.ToArray());
            var append = new StreamAppend($"audit-{i}", ExpectedVersion.NoStream, [.. Enumerable.Repeat(fact, 1000)]);
            await store.AppendAsync(new AppendRequest([append], new AppendMetadata("person-1")), Ct);
        }
        var settings = new AuditSettings(
            Directory.CreateTempSubdirectory("backlog-").FullName, "log.example", TimeSpan.FromSeconds(1), 1000);
        using var signer = SigningKey.Open(settings.Folder, settings.Origin);
        var tables = new LogTables(database.DataSource);
        var integrator = new Integrator(
            new RowLeaves(database.DataSource), tables, new LogCopy(settings), new LogState(), signer, store);
        await integrator.RestoreAsync(Ct);
        var started = Stopwatch.GetTimestamp();
        while (await integrator.StepAsync(Ct))
            Ct.ThrowIfCancellationRequested();
        output.WriteLine($"{facts / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} leaves a second, bar 20,000");
        (await tables.ReadSignedAsync(Ct)).ShouldNotBeNull().Size.ShouldBe(facts);
        LogCheck.Run(settings.Folder, new Trust([signer.Key]), leavesOnly: true).IsOk.ShouldBeTrue();
        Directory.Delete(settings.Folder, recursive: true);
    }

    [Fact]
    public async Task Any_tile_of_a_published_size_is_served_and_nothing_beyond()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(300));
        (await host.Web.GetByteArrayAsync("/log/tile/0/000", Ct)).Length.ShouldBe(8192);
        (await host.Web.GetByteArrayAsync("/log/tile/0/001.p/7", Ct)).Length.ShouldBe(7 * 32);
        (await host.Web.GetByteArrayAsync("/log/tile/1/000.p/1", Ct)).Length.ShouldBe(32);
        foreach (var absent in new[] { "0/002.p/1", "0/001", "1/000", "0/1", "x" })
            ((int)(await host.Web.GetAsync("/log/tile/" + absent, Ct)).StatusCode).ShouldBe(404, absent);
        SignedNote.TryParse(await host.Web.GetStringAsync("/log/checkpoint", Ct), out var note).ShouldBeTrue();
        VerifierKey.TryParse(await host.Web.GetStringAsync("/log/vkey", Ct), out var key).ShouldBeTrue();
        note!.Check([key!]).IsTrusted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_restarted_server_goes_on_with_the_same_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("audited-").FullName;
        string older;
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var log = new AuditedLog(host);
            await log.SignedAsync(await log.AppendAsync(300));
            older = log.Copy.Checkpoint!;
        }
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var log = new AuditedLog(host);
            await log.SignedAsync(await log.AppendAsync(300));
            var report = log.CheckCopy(older);
            report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rows_of_foreign_writers_are_leaves_like_any_other()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await host.Database.ExecuteAsync(
            """
            insert into mt_events (seq_id, id, stream_id, version, data, type, headers)
            values (0, gen_random_uuid(), 'audit-foreign', 1, '{"text" : "ä"}', 'audit.exported', '{"a":  1}')
            """);
        await log.SignedAsync(1);
        await Eventually.IsTrueAsync("the row was swept", () => log.State.SoundAt is not null);
        log.State.Damage.ShouldBeNull();
    }
}
