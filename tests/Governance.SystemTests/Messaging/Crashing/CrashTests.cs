using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging.Crashing;

/// <summary>
/// Fact → subscription → message → message → fact and something outside: whatever moment a node is killed at, the state
/// and what the outside sees are those without a crash.
/// </summary>
public sealed class CrashTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Receive")]
    [InlineData("Decide")]
    [InlineData("Commit")]
    [InlineData("Mark")]
    public async Task Killed_at_a_boundary_it_ends_as_without_a_crash(string boundary)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var outside = new Outside();
        await using var asking = await PipelineNode.StartAsync(database, working: false);
        using (var dying = await RelayNode.StartAsync(database, Enum.Parse<Boundary>(boundary)))
        {
            foreach (var incident in (string[])["a", "b"])
                for (var n = 0; n < 3; n++)
                    await asking.Transactor.AppendAsync(incident, Note($"{n}|{outside.Address}"));
            await dying.WhenDeadAsync();
        }

        await using var next = await PipelineNode.StartAsync(database, RelayNode.Add);
        foreach (var incident in (string[])["a", "b"])
            await AnsweredAsync(next, incident, 3);
        await Eventually.IsTrueAsync("everything arrived outside", () => outside.Keys.Count == 6);
        outside.Keys.Order().ShouldBe(["a/0", "a/1", "a/2", "b/0", "b/1", "b/2"]);
        (await database.ScalarAsync<long>("select count(*) from msg_dead_letter")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_nodes_that_are_killed_at_random_lose_nothing_double_nothing_and_keep_the_order()
    {
        var @long = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1";
        var length = @long ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(6);
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync();
        using var outside = new Outside();
        await using var asking = await PipelineNode.StartAsync(database, working: false);
        var nodes = new List<RelayNode>
        {
            await RelayNode.StartAsync(database), await RelayNode.StartAsync(database),
        };
        var clock = TimeProvider.System;
        var (started, asked, killed) = (clock.GetTimestamp(), 0, 0);
        for (var next = TimeSpan.Zero; clock.GetElapsedTime(started) < length; asked++)
        {
            await AskAsync(asking, $"k{asked % 5}", Note($"{asked}|{outside.Address}"));
            if (clock.GetElapsedTime(started) < next)
                continue;
            next = clock.GetElapsedTime(started) + TimeSpan.FromSeconds(1 + (4 * random.NextDouble()));
            var victim = random.Next(nodes.Count);
            await nodes[victim].KillAsync();
            nodes[victim] = await RelayNode.StartAsync(database);
            killed++;
        }

        TestContext.Current.SendDiagnosticMessage($"{asked} notes, {killed} kills");
        await Eventually.IsTrueAsync(
            $"everything arrived outside, seed {seed}", () => outside.Keys.Count == asked);
        for (var key = 0; key < 5; key++)
            await AnsweredAsync(
                asking, $"k{key}", [.. Enumerable.Range(0, asked).Where(n => n % 5 == key).Select(n => $"{n}")]);
        foreach (var node in nodes)
            node.Dispose();
    }

    /// <summary>Asks until it is heard: the nodes write to the same stream, and who loses often is told so.</summary>
    private static async Task AskAsync(PipelineNode asking, string incident, IncidentEvent note)
    {
        while (true)
        {
            try
            {
                await asking.Transactor.AppendAsync(incident, note);
                return;
            }
            catch (ConcurrencyException)
            {
                // Nothing was written.
            }
        }
    }

    private static Task AnsweredAsync(PipelineNode node, string incident, int count) =>
        AnsweredAsync(node, incident, [.. Enumerable.Range(0, count).Select(n => $"{n}")]);

    private static async Task AnsweredAsync(PipelineNode node, string incident, IReadOnlyList<string> expected)
    {
        IReadOnlyList<string> answers = [];
        await Eventually.IsTrueAsync($"{incident} is answered", async () =>
        {
            answers =
            [
                .. (await node.Store.FetchStreamAsync($"incident-{incident}", ct: Stop))
                    .Select(stored => ((IncidentEvent.NoteAdded)EventTypes.Decode(stored).Event).Text)
                    .Where(text => text.StartsWith(AnswerHandler.Prefix, StringComparison.Ordinal))
                    .Select(text => text[AnswerHandler.Prefix.Length..]),
            ];
            return answers.Count >= expected.Count;
        });
        answers.ShouldBe(expected);
    }

    /// <summary>What the outside has seen: at least once, so it counts idempotency keys.</summary>
    private sealed class Outside : IDisposable
    {
        private readonly string _file = Path.GetTempFileName();

        public string Address => new Uri(_file).AbsoluteUri;

        public IReadOnlyList<string> Keys => [.. File.ReadLines(_file).Where(line => line.Length > 0).Distinct()];

        public void Dispose() => File.Delete(_file);
    }
}
