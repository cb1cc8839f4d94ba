using Governance.Domain.Incidents;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Handling;
using Governance.Messaging.Queue;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Pipeline;

/// <summary>Messages between pure handlers, with the log behind them.</summary>
public sealed class MessageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_of_a_newer_binary_waits_for_it_and_parks_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database);

        await SendAsync(node, "from-the-future", "a", "{}");
        await SendAsync(node, "overreach", "a", "{}");

        await Eventually.IsTrueAsync("it is put off", async () =>
            await database.ScalarAsync<long>("select count(*) from msg_message where claim = -1") == 1);
        await Eventually.IsTrueAsync("the one behind it was tried", async () =>
            await database.ScalarAsync<long>("select count(*) from msg_dead_letter") == 1);
    }

    [Fact]
    public async Task What_a_handler_did_not_declare_is_not_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database);

        await SendAsync(node, "overreach", "a", "{}");

        var letters = node.Services.GetRequiredService<DeadLetters>();
        await Eventually.IsTrueAsync("it is given up", async () => (await letters.ListAsync(Stop)).Count == 1);
        (await letters.ListAsync(Stop))[0].Error.ShouldBe("incident.note_added is not declared in MayEmit.");
        (await node.Store.HeadAsync(Stop)).Position.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_message_sent_twice_takes_effect_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

        await SendAsync(node, "keep", "a", "{}", id);
        await node.Reactions.WaitUntilSettledAsync(Stop);
        await SendAsync(node, "keep", "a", "{}", id);
        await node.Reactions.WaitUntilSettledAsync(Stop);

        (await node.Store.FetchStreamAsync("incident-a", ct: Stop)).ShouldHaveSingleItem();
    }

    private static Task<PipelineNode> StartAsync(TestDatabase database) => PipelineNode.StartAsync(
        database,
        services => services.AddStream(IncidentStream)
            .AddHandler(typeof(OverreachHandler)).AddHandler(typeof(KeepHandler)));

    private static Task SendAsync(PipelineNode node, string type, string key, string body, Guid? id = null) =>
        node.Services.GetRequiredService<MessageQueue>().SendAsync(
            [new LocalMessage(id ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), type, key, body)], Stop);

    private sealed record Overreach;

    private sealed record Keep;

    private static class OverreachHandler
    {
        public static FactsTo Handle(Overreach message, Subject incident) =>
            FactsTo.Any(IncidentStream, incident.Id, Note($"{message}"));
    }

    [MayEmit(typeof(IncidentEvent.NoteAdded))]
    private static class KeepHandler
    {
        public static FactsTo Handle(Keep message, Subject incident) =>
            FactsTo.Any(IncidentStream, incident.Id, Note($"{message}"));
    }
}
