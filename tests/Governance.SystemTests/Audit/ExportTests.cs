using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.Server.Audit.Exporting;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;
using Governance.Transparency;
using Governance.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Audit;

/// <summary>An exported log is checked by our verifier and by tools that know nothing of us.</summary>
public sealed class ExportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F62_an_export_verifies_offline_and_holds_the_fact_that_it_was_taken()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(600));
        var folder = Path.Combine(host.Folder, "export");
        var exported = await ExportAsync(host, folder);
        exported.Size.ShouldBeGreaterThan(600);
        var report = LogCheck.Run(folder, log.Trust);
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Size.ShouldBe(exported.Size);
        (await host.Database.ScalarAsync<long>(
            "select count(*) from mt_events where stream_id = 'audit-log' and type = 'audit.exported'")).ShouldBe(1);
        await Should.ThrowAsync<IOException>(() => ExportAsync(host, folder));
    }

    [Fact]
    public async Task The_export_of_a_damaged_store_names_the_same_position_as_the_store_did()
    {
        await using var host = await GovernanceHost.StartAsync(["--Audit:SweepSeconds=0.1"]);
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(300));
        await log.AttackAsync("update mt_events set data = '{\"export\":\"other\"}' where seq_id = 270");
        var damage = await log.DamagedAsync();
        var folder = Path.Combine(host.Folder, "export");
        await ExportAsync(host, folder);
        var first = LogCheck.Run(folder, log.Trust).First.ShouldNotBeNull();
        (first.Code, first.Position).ShouldBe((Code.PayloadMismatch, damage.Position));
    }

    [Fact]
    public async Task The_instructions_work_with_tools_that_are_not_ours()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl") && File.Exists("/usr/bin/python3"),
            "openssl and python3 are not installed");
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(600));
        var folder = Path.Combine(host.Folder, "export");
        var exported = await ExportAsync(host, folder);
        var guide = await File.ReadAllTextAsync(Path.Combine(folder, ExportLayout.Instructions), Ct);
        var commands = guide.Split("## 2.")[1].Split("## 3.")[0].Split('\n').Where(l => l.StartsWith("    "));
        (await RunAsync(folder, "/bin/bash", "-c", string.Join('\n', commands)))
            .ShouldContain("Signature Verified Successfully");
        var script = guide.Split("```python\n")[1].Split("```")[0];
        (await RunAsync(folder, "/usr/bin/python3", "-c", script))
            .ShouldContain($"{exported.Size} payloads are what their leaves say");
        await File.WriteAllTextAsync(Path.Combine(folder, ExportLayout.Payloads(1)), (await File.ReadAllTextAsync(
            Path.Combine(folder, ExportLayout.Payloads(1)), Ct)).Replace("export 270", "export 271"), Ct);
        (await RunAsync(folder, "/usr/bin/python3", "-c", script)).ShouldContain("DOES NOT MATCH: payload");
    }

    [Fact]
    public async Task The_verb_exports_beside_a_running_server()
    {
        await using var host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(host);
        await log.SignedAsync(await log.AppendAsync(20));
        var folder = Path.Combine(host.Folder, "export");
        string[] settings =
        [
            $"--ConnectionStrings:Governance={host.Database.ConnectionString}",
            $"--Database:Schema={host.Database.Schema}", $"--Data:Folder={host.Folder}",
        ];
        using var output = new StringWriter();
        (await ExportVerb.RunAsync(folder, settings, output, TextWriter.Null, Ct)).ShouldBe(0);
        output.ToString().ShouldContain("governance-verify log");
        var report = LogCheck.Run(folder, log.Trust);
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        var taken = await host.Database.ScalarAsync<long>(
            $"select seq_id from mt_events where type = '{EventTypes.AliasOf<AuditEvent.Exported>()}'");
        report.Size.ShouldBeGreaterThanOrEqualTo(taken, "the export holds the fact that it was taken");
        (await ExportVerb.RunAsync(folder, settings, TextWriter.Null, TextWriter.Null, Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task The_verb_exports_a_private_database_whose_server_is_gone()
    {
        // Made by the cluster itself, which lets the user that PostgreSQL drops to pass through.
        var home = Path.Combine(Path.GetTempPath(), $"governance-export-{Environment.ProcessId}");
        string[] settings = [$"--Data:Folder={home}", .. Doors.AnyPorts];
        await using (var server = await RunningServer.StartAsync(settings, stop: Ct))
            await server.Services.GetRequiredService<EventStore>().HeadAsync(Ct);
        var folder = Path.Combine(home, "export");
        using var error = new StringWriter();
        (await ExportVerb.RunAsync(folder, settings, TextWriter.Null, error, Ct)).ShouldBe(0, error.ToString());
        LogCheck.Run(folder).IsOk.ShouldBeTrue();
        Directory.Delete(home, recursive: true);
    }

    private static Task<Exported> ExportAsync(GovernanceHost host, string folder) =>
        host.Services.GetRequiredService<LogExport>().WriteAsync(folder, Actor.Part("test"), Ct);

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return string.Concat(output);
    }
}
