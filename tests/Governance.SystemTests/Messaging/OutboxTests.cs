using System.Collections.Concurrent;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Outbox;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

public sealed class OutboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_of_one_destination_leave_in_order_and_each_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var wire = new Wire();
        await using var node = await StartAsync(database, wire);
        for (var i = 0; i < 10; i++)
            await SendAsync(node, $"http://{(i % 2 == 0 ? "even" : "odd")}/", $"m{i}");
        await SendAsync(node, "http://even/", "m0");

        await Eventually.IsTrueAsync("all arrived", () => wire.Sent.Count >= 10);
        wire.To("http://even/").ShouldBe(["m0", "m2", "m4", "m6", "m8"]);
        wire.To("http://odd/").ShouldBe(["m1", "m3", "m5", "m7", "m9"]);
        await Eventually.IsTrueAsync("all are settled", async () => await PendingAsync(database) == 0);
    }

    [Fact]
    public async Task A_failed_attempt_is_made_again_later_and_each_is_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        var wire = new Wire { Answers = new([Failed(503), new Delivery(AttemptOutcome.Unknown)]) };
        var log = new Log();
        await using var node = await StartAsync(database, wire, log);
        await SendAsync(node, "http://one/", "m");

        await Eventually.IsTrueAsync("it was accepted", () => log.Attempts.Any(kept => kept.Final));
        log.Attempts.Select(kept => (kept.Number, kept.Delivery.Outcome, kept.Final)).ShouldBe(
        [
            (1, AttemptOutcome.Failed, false),
            (2, AttemptOutcome.Unknown, false),
            (3, AttemptOutcome.Accepted, true),
        ]);
    }

    [Fact]
    public async Task A_refused_message_is_a_dead_letter_and_the_next_one_goes_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        var wire = new Wire { Answers = new([Failed(410, permanent: true)]) };
        await using var node = await StartAsync(database, wire);
        await SendAsync(node, "http://one/", "dead");
        await SendAsync(node, "http://one/", "next");

        await Eventually.IsTrueAsync("the next one arrived", () => wire.Sent.Count == 2);
        var letters = node.Services.GetRequiredService<DeadLetters>();
        var letter = await Eventually.GetAsync(
            "a dead letter", async () => (await letters.ListAsync(Stop)).SingleOrDefault());
        (letter.Source, letter.Reference).ShouldBe(("outbox:http://one/", "dead"));

        await letters.MarkReplayableAsync(letter.Id, Stop);
        node.Services.GetRequiredService<Nudges>().RingOutbox();
        await Eventually.IsTrueAsync("it was replayed", () => wire.Sent.Count == 3);
        wire.To("http://one/").ShouldBe(["dead", "next", "dead"]);
        (await letters.ListAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_never_gets_through_is_given_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        var wire = new Wire { Answers = new([Failed(503)]) };
        await using var node = await StartAsync(database, wire, working: false);
        await SendAsync(node, "http://one/", "m");
        await database.ExecuteAsync($"update msg_outbox set attempts = {OutboxDispatcher.MaxAttempts - 1}");
        await using var working = await StartAsync(database, wire);

        await Eventually.IsTrueAsync(
            "it is dead", async () => await database.ScalarAsync<string>("select state from msg_outbox") == "dead");
    }

    [Fact]
    public async Task An_attempt_that_a_crash_cut_off_is_said_to_be_unknown()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var node = await StartAsync(database, new Wire(), working: false))
        {
            await SendAsync(node, "http://one/", "m");
            var outbox = node.Services.GetRequiredService<OutboxTable>();
            var head = (await outbox.ListHeadsAsync([Shard.Of("http://one/")], 1, Stop))[0];
            var lease = await new Leases(database.DataSource)
                .TryAcquireAsync("mine", "me", TimeSpan.FromMinutes(1), Stop);
            (await outbox.ClaimAsync(head.Id, lease!, TimeSpan.FromMinutes(1), Stop)).ShouldBe((1, false));
            (await outbox.ClaimAsync(head.Id, lease!, TimeSpan.FromMinutes(1), Stop)).ShouldBeNull();
        }

        var log = new Log();
        await using var restarted = await StartAsync(database, new Wire(), log);
        await Eventually.IsTrueAsync("it was accepted", () => log.Attempts.Any(kept => kept.Final));
        log.Attempts.Select(kept => (kept.Number, kept.Delivery.Outcome))
            .ShouldBe([(1, AttemptOutcome.Unknown), (2, AttemptOutcome.Accepted)]);
    }

    private static Delivery Failed(int status, bool permanent = false) =>
        new(AttemptOutcome.Failed, status, permanent, $"status {status}");

    private static async Task<long> PendingAsync(TestDatabase database) =>
        await database.ScalarAsync<long>("select count(*) from msg_outbox where state = 'pending'");

    private static Task SendAsync(PipelineNode node, string destination, string key) => node.Transactor.AppendAsync(
        "sender",
        Note(key),
        new Effects { Send = [new OutgoingMessage(destination, key, "sender", "text/plain", [1, 2, 3])] });

    private static Task<PipelineNode> StartAsync(
        TestDatabase database, Wire wire, Log? log = null, bool working = true) =>
        PipelineNode.StartAsync(
            database,
            services =>
            {
                services.AddSingleton<ITransport>(wire);
                if (log is not null)
                    services.AddSingleton<IAttemptLog>(provider =>
                        log.With(provider.GetRequiredService<OutboxTable>()));
            },
            working);

    /// <summary>The outside world: what arrived, and what it answers before it begins to accept.</summary>
    private sealed class Wire : ITransport
    {
        public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

        public ConcurrentQueue<Delivery> Answers { get; init; } = new();

        public IEnumerable<string> To(string destination) =>
            Sent.Where(message => message.Destination == destination).Select(message => message.IdempotencyKey);

        public bool Carries(string scheme) => scheme == "http";

        public Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            Sent.Enqueue(message);
            return Task.FromResult(
                Answers.TryDequeue(out var answer) ? answer : new Delivery(AttemptOutcome.Accepted, 200));
        }
    }

    private sealed class Log : IAttemptLog
    {
        private OutboxTable? _outbox;

        public ConcurrentQueue<OutgoingAttempt> Attempts { get; } = new();

        public Log With(OutboxTable outbox)
        {
            _outbox = outbox;
            return this;
        }

        public bool Keeps(OutgoingMessage message) => true;

        public async Task KeepAsync(OutgoingAttempt attempt, JoinedWrite? settlement, CancellationToken ct)
        {
            Attempts.Enqueue(attempt);
            if (settlement is not null)
                await _outbox!.SettleAsync(settlement, DateTimeOffset.UnixEpoch, ct);
        }
    }
}
