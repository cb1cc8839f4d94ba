using Governance.Domain.Incidents;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.SystemTests.EndToEnd;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.OnCall;
using Governance.SystemTests.Pipeline;

namespace Governance.SystemTests.Messaging;

/// <summary>Two real server processes on one database: one is stopped for a minute, one is killed.</summary>
public sealed class NodeProcessScenario
{
    private static readonly TimeSpan s_takeover = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_minutes_pause_does_no_harm_and_a_kill_is_made_good_within_five_seconds()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1", "Takes two minutes; set GOVERNANCE_LONG=1.");
        await using var database = await TestDatabase.CreateAsync();
        await using var pager = await Pager.StartAsync();
        using var folders = new Folders();
        await using var one = Start(database, folders.Next(), pager);
        await using var two = Start(database, folders.Next(), pager);
        await one.StartAsync(Stop);
        await two.StartAsync(Stop);
        await Eventually.IsTrueAsync("they share", async () => await HoldersAsync(database) == 2, s_starting);
        await using var teller = await PipelineNode.StartAsync(database, working: false);
        var declared = 0;
        async Task DeclareAsync(int count)
        {
            for (var n = 0; n < count; n++)
                (await teller.Transactor.DeclareAsync($"i{declared++}")).ShouldBeOfType<Outcome<Incident>.Committed>();
        }

        await DeclareAsync(10);
        await one.SignalAsync("STOP");
        await DeclareAsync(10);
        await TakenOverAsync(database, "the paused node's share");
        await Task.Delay(s_pause, TimeProvider.System, Stop);
        await one.SignalAsync("CONT");
        await DeclareAsync(10);
        await Eventually.IsTrueAsync("they share again", async () => await HoldersAsync(database) == 2);
        await two.KillAsync();
        await DeclareAsync(10);
        await TakenOverAsync(database, "the killed node's share");

        await Eventually.IsTrueAsync(
            "everybody was paged", () => pager.Pages.Select(page => page.Key).Distinct().Count() == declared);
        TestContext.Current.SendDiagnosticMessage(
            $"{pager.Pages.Count} deliveries of {declared} pages over a pause and a kill");
        for (var n = 0; n < declared; n++)
        {
            (await teller.Store.FetchStreamAsync($"escalation-i{n}", ct: Stop)).Select(fact => fact.Type)
                .Count(type => type == "escalation.page_requested").ShouldBe(1);
        }
    }

    private static async Task TakenOverAsync(TestDatabase database, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync(what, async () => await HoldersAsync(database) == 1);
        var took = TimeProvider.System.GetElapsedTime(since);
        TestContext.Current.SendDiagnosticMessage($"{what} was taken over after {took.TotalSeconds:0.0} s");
        took.ShouldKeep(s_takeover);
    }

    /// <summary>Nodes that hold reactions, once every dealt duty is held.</summary>
    private static async Task<int> HoldersAsync(TestDatabase database)
    {
        var nodes = await new NodeTable(database.DataSource).ListAsync(Stop);
        var held = nodes.SelectMany(node => node.Holds).ToHashSet();
        return nodes.SelectMany(node => node.Willing).All(held.Contains)
            ? nodes.Count(node => node.Holds.Any(duty => duty.StartsWith("reaction-", StringComparison.Ordinal)))
            : 0;
    }

    private static ServerProcess Start(TestDatabase database, string folder, Pager pager) => ServerProcess.On(
        database, folder,
        "--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={pager.UrlOf("officer")}");

    private sealed class Folders : IDisposable
    {
        private readonly List<DirectoryInfo> _made = [];

        public string Next()
        {
            _made.Add(Directory.CreateTempSubdirectory("governance-node-"));
            return _made[^1].FullName;
        }

        public void Dispose() => _made.ForEach(folder => folder.Delete(recursive: true));
    }
}
