using System.Diagnostics;
using System.Globalization;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Audit;

/// <summary>
/// Each attack of a superuser on the live database is found, named by position, and stops the signing — and only that.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("update mt_events set data = '{\"export\":\"x\"}' where seq_id = 42", "PAYLOAD_MISMATCH")]
    [InlineData("update mt_events set data = (data::text || ' ')::json where seq_id = 42", "PAYLOAD_MISMATCH")]
    [InlineData("update mt_events set user_name = 'person-2' where seq_id = 42", "LEAF_MISMATCH")]
    [InlineData("update mt_events set mt_dotnet_type = 'x' where seq_id = 42", "PAYLOAD_MISMATCH")]
    [InlineData("update mt_events set timestamp = timestamp - interval '1 day' where seq_id = 42", "LEAF_MISMATCH")]
    [InlineData(
        "update mt_events set data = '{}', data_hash = sha256(salt || '{}'::bytea) where seq_id = 42", "LEAF_MISMATCH")]
    [InlineData("delete from mt_events where seq_id = 42", "MISSING")]
    public async Task F61_a_row_changed_by_SQL_stops_the_signing_and_is_named(string attack, string code)
    {
        await using var host = await GovernanceHost.StartAsync(["--Audit:SweepSeconds=0.1"]);
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(100));
        var checkpoint = log.Copy.Checkpoint;
        var started = Stopwatch.GetTimestamp();
        await log.AttackAsync(attack);
        var damage = await log.DamagedAsync();
        output.WriteLine($"found after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        (damage.Position, damage.Code).ShouldBe((42, code));

        const string facts =
            "select count(*) from mt_events where type = 'audit.log_damaged' and data->>'position' = '42'";
        await Eventually.IsTrueAsync(
            "the log says so itself", async () => await host.Database.ScalarAsync<long>(facts) == 1);
        var later = await log.AppendAsync(1);
        later.ShouldBeGreaterThan(101, "appending goes on");
        log.Copy.Checkpoint.ShouldBe(checkpoint, "nothing is signed any more");
    }

    [Fact]
    public async Task Damage_outlives_the_process_that_found_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("audited-").FullName;
        string? checkpoint;
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var log = new AuditedLog(host);
            await log.SignedAsync(await log.AppendAsync(10));
            await log.AttackAsync("update mt_events set data = '{}' where seq_id = 3");
            await log.DamagedAsync();
            checkpoint = log.Copy.Checkpoint;
        }
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var log = new AuditedLog(host);
            (await log.DamagedAsync()).Position.ShouldBe(3);
            await log.AppendAsync(1);
            log.Copy.Checkpoint.ShouldBe(checkpoint);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("delete from audit_checkpoint where size > {0}", "TRUNCATED", null)]
    [InlineData("update audit_tile set hashes = overlay(hashes placing '\\x00'::bytea from 33) where n = 0", "", 1)]
    public async Task A_database_that_was_set_back_or_edited_while_the_server_slept_is_not_signed(
        string attack, string code, int? position)
    {
        long first;
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("audited-").FullName;
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var log = new AuditedLog(host);
            first = await log.AppendAsync(150);
            await log.SignedAsync(first);
            await log.SignedAsync(await log.AppendAsync(50));
            await log.AttackAsync(string.Format(CultureInfo.InvariantCulture, attack, first));
        }
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            var damage = await new AuditedLog(host).DamagedAsync();
            damage.Code.ShouldContain(code);
            damage.Position.ShouldBe(position ?? first + 1);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task In_a_log_of_tens_of_thousands_an_altered_row_is_found_within_seconds()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        var started = Stopwatch.GetTimestamp();
        long last = 0;
        for (var i = 0; i < 30; i++)
            last = await log.AppendAsync(1000, string.Create(CultureInfo.InvariantCulture, $"audit-test-{i}"));
        output.WriteLine($"30,000 appended in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        await log.SignedAsync(last);
        output.WriteLine($"and signed in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        await Eventually.IsTrueAsync("swept once", () => log.State.SoundAt is not null);
        output.WriteLine($"and swept in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        started = Stopwatch.GetTimestamp();
        await log.AttackAsync("update mt_events set data = '{}' where seq_id = 29000");
        (await log.DamagedAsync()).Position.ShouldBe(29000);
        output.WriteLine($"found after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }
}
