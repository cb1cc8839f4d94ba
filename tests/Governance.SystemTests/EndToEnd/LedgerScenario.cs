using System.Globalization;
using Governance.Domain.Intake;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;

namespace Governance.SystemTests.EndToEnd;

/// <summary>
/// The real SDK keeps a ledger of what it sent: what is stored is that, record for record, whatever the wire, however
/// often it is sent, to however many nodes, and whatever happens to the server meanwhile. All wires, more traffic and
/// the kill with GOVERNANCE_LONG=1.
/// </summary>
public sealed class LedgerScenario
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1";

    /// <summary>Seconds of simulated time, two conversations each.</summary>
    private static readonly int s_seconds = s_long ? 600 : 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Protocol and compression.</summary>
    public static TheoryData<string, string> Wires()
    {
        var wires = new TheoryData<string, string>();
        foreach (var protocol in new[] { "http/protobuf", "http/json", "grpc" })
        {
            wires.Add(protocol, "gzip");
            if (s_long)
                wires.Add(protocol, "none");
        }
        return wires;
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task What_was_sent_is_stored_record_for_record_also_when_all_of_it_is_sent_again(
        string protocol, string compression)
    {
        await using var host = await GovernanceHost.StartAsync();
        var to = protocol == "grpc" ? host.Server.OtlpGrpc : host.Server.OtlpHttp;
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var sent = await DriveAsync(host.Folder, to, start, protocol, compression);
        await AreStoredAsync(host, sent);
        (await DriveAsync(host.Folder, to, start, protocol, compression)).ShouldBe(sent, "the same ids again");
        await AreStoredAsync(host, sent);
    }

    [Fact]
    public async Task What_is_sent_to_two_nodes_at_once_is_stored_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using var one = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await using var other = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var both = await Task.WhenAll(
            DriveAsync(one.Folder, one.Server.OtlpHttp, start, "http/protobuf", "gzip"),
            DriveAsync(one.Folder, other.Server.OtlpGrpc, start, "grpc", "none"));
        both[0].ShouldBe(both[1]);
        await AreStoredAsync(other, both[0]);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_sent_again_nothing_is_missing_and_nothing_is_doubled()
    {
        Assert.SkipUnless(s_long, "Kills a server under load: set GOVERNANCE_LONG=1.");
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using var server = ServerProcess.On(database, folder.Path);
        await server.StartAsync(Stop);
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var first = DriveAsync(folder.Path, server.Otlp, start, "http/protobuf", "gzip", mayFail: true);
        await Eventually.IsTrueAsync(
            "something is stored",
            async () => await database.ScalarAsync<long>("select count(*) from es_segment") > 3,
            s_patience);
        await server.KillAsync();
        await server.StartAsync(Stop);
        await first;
        var sent = await DriveAsync(folder.Path, server.OtlpGrpc, start, "grpc", "gzip");
        await server.KillAsync();
        await using var host = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await AreStoredAsync(host, sent);
    }

    /// <summary>Plays one deployment with seeded ids; answers what the ledger says was sent, in order.</summary>
    private static async Task<IReadOnlyList<string>> DriveAsync(
        string folder, Uri to, DateTimeOffset start, string protocol, string compression, bool mayFail = false)
    {
        var ledger = Path.Combine(folder, Path.GetRandomFileName() + ".ndjson");
        await using var driver = Driver.Start(
            ledger,
            "--endpoint", to.ToString().TrimEnd('/'), "--protocol", protocol, "--compression", compression,
            "--deployment", "ledger-assistant", "--ids", "seeded", "--fast", $"--start={start:O}", "--rate", "2",
            "--duration", s_seconds.ToString(CultureInfo.InvariantCulture), "--signals", "traces,logs");
        var failed = await driver.EndAsync(Stop);
        if (!mayFail)
            failed.ShouldBe(0, "what the SDK itself gave up on proves nothing");
        return
        [
            .. driver.Ledger().Where(line => line.Kind != "guardrail").Select(RecordOf).Order(StringComparer.Ordinal),
        ];
    }

    private static async Task AreStoredAsync(GovernanceHost host, IReadOnlyList<string> sent)
    {
        sent.Count.ShouldBeGreaterThan(100);
        // A record that only its trace can tell the version of waits for that, durably, for half a minute.
        await Eventually.IsTrueAsync(
            "everything that was acknowledged has found its version",
            async () => await host.Database.ScalarAsync<long>("select count(*) from intake_waiting") == 0,
            s_patience);
        // The ledger has a filter's block with the call that it blocked, not the span of the filter itself.
        var stored = (await Stored.ObservationsIn(host))
            .Where(one => one.Kind is not ObservationKind.Guardrail)
            .Select(RecordOf)
            .Order(StringComparer.Ordinal)
            .ToList();
        sent.Except(stored).ShouldBeEmpty("sent and not stored");
        stored.Except(sent).ShouldBeEmpty("stored and never sent");
        stored.Count.ShouldBe(sent.Count, "each as often as it was sent; " + string.Join(", ", stored
            .GroupBy(one => one.Split(' ')[0], (kind, all) => $"{all.Count()} of kind {kind}")));
    }

    private static string RecordOf(LedgerLine line) => $"{line.Kind} {line.Text("traceId")} {line.Text("spanId")}";

    private static string RecordOf(Observation stored) => $"{WordOf(stored.Kind)} {stored.TraceId} {stored.SpanId}";

    private static string WordOf(ObservationKind kind) => kind switch
    {
        ObservationKind.Inference => "chat",
        ObservationKind.ToolCall => "tool",
        ObservationKind.AgentStep => "agent",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
