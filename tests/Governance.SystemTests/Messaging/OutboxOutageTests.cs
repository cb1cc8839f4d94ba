using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.OnCall;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

/// <summary>The database is cut off, restarted, or out of space under timers and outbox.</summary>
public sealed class OutboxOutageTests
{
    private const int Seed = 4;
    private const int Destinations = 4;

    /// <summary>Fifty take half a minute, so they are made where there is time.</summary>
    private static readonly int s_cuts = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 50 : 8;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_connections_lose_no_message_and_double_no_timer()
    {
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}");
        var random = new Random(Seed);
        await using var database = await TestDatabase.CreateAsync();
        await using var pager = await Pager.StartAsync();
        await using var node = await StartAsync(database.DataSource);
        for (var n = 0; n < s_cuts; n++)
            await Task.WhenAll(SendSurelyAsync(node, pager, n), CutOneAsync(database, random.Next()));

        await AllArrivedAsync(node, pager, s_cuts);
        TestContext.Current.SendDiagnosticMessage(
            $"{pager.Pages.Count} deliveries of {s_cuts} messages under as many cuts");
    }

    private static async Task CutOneAsync(TestDatabase database, int choice)
    {
        // The one that cuts is not in the pool, so that it cuts others.
        await using var aside = NpgsqlDataSource.Create($"{database.ConnectionString};Pooling=false");
        await using var cut = aside.CreateCommand(
            $"""
            select pg_terminate_backend(pid) from (
                select pid from pg_stat_activity
                where application_name = '{database.Schema}' order by md5(pid::text || '{choice}') limit 1
            ) one
            """);
        await cut.ExecuteNonQueryAsync(Stop);
    }

    [Fact]
    public async Task A_restarted_database_finds_every_message_and_every_timer()
    {
        const int Messages = 8;
        var clock = TimeProvider.System;
        var folder = Path.Combine(Path.GetTempPath(), $"governance-outbox-{Guid.CreateVersion7(clock.GetUtcNow()):n}");
        var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), clock, Stop);
        try
        {
            await using var dataSource = GovernanceDatabase.Open(cluster.ConnectionString);
            await Migrations.ApplyAsync(dataSource, Stop);
            await using var pager = await Pager.StartAsync();
            pager.Answer = 503;
            await using var node = await StartAsync(dataSource);
            for (var n = 0; n < Messages; n++)
                await SendSurelyAsync(node, pager, n);
            var port = cluster.Port;
            await cluster.DisposeAsync();
            pager.Answer = 200;
            cluster = await EmbeddedCluster.StartAsync(
                new EmbeddedClusterOptions(folder) { Port = port }, clock, Stop);

            await AllArrivedAsync(node, pager, Messages);
        }
        finally
        {
            await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_full_disk_under_the_outbox_is_a_clear_error_and_passes()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var disk = await SmallDisk.MountAsync(database, "msg_outbox");
        await using var pager = await Pager.StartAsync();
        await using var node = await StartAsync(database.DataSource, working: false);
        await disk.FillAsync();

        var refused = await Should.ThrowAsync<Exception>(node.Transactor.AppendAsync(
            "big", Note("big"), Sending(pager, "big", new byte[600_000])));
        StoreUnavailableException.Describes(refused).ShouldBeTrue();
        refused.ToString().ShouldContain("No space left on device");
        (await node.Store.HeadAsync(Stop)).Position.ShouldBe(0);

        await disk.EmptyAsync();
        await node.Transactor.AppendAsync("big", Note("big"), Sending(pager, "big", new byte[600_000]));
        await using var working = await StartAsync(database.DataSource);
        await Eventually.IsTrueAsync("it arrived", () => pager.Pages.Any(page => page.Key == "big"));
    }

    /// <summary>One fact, one message, one timer; the caller comes again until the log has it.</summary>
    private static async Task SendSurelyAsync(PipelineNode node, Pager pager, int number)
    {
        await Eventually.IsTrueAsync($"message {number} is taken", async () =>
        {
            try
            {
                var effects = Sending(pager, $"m-{number}", "hello"u8.ToArray()) with
                {
                    Arm = [new TimerToArm(Ringing.Rings, $"m-{number}", TimeProvider.System.GetUtcNow())],
                };
                await node.Transactor.TransactAsync(
                    IncidentStream,
                    $"m-{number}",
                    (incident, _) => incident.Status is IncidentStatus.Undeclared
                        ? Domain.Decision.Append<IncidentEvent>(
                            new IncidentEvent.IncidentDeclared("x", Domain.Severity.Sev2, DetectedBy.Human, Officer))
                        : Domain.Decision.Nothing<IncidentEvent>(),
                    Officer,
                    effects,
                    Stop).WaitAsync(s_patience, TimeProvider.System, Stop);
                return true;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                return false;
            }
        }, s_patience);
    }

    private static async Task AllArrivedAsync(PipelineNode node, Pager pager, int messages)
    {
        await Eventually.IsTrueAsync(
            "every message arrived",
            () => pager.Pages.Select(page => page.Key).Distinct().Count() == messages,
            s_patience);
        for (var n = 0; n < messages; n++)
        {
            await Eventually.IsTrueAsync($"timer {n} rang once", async () =>
            {
                try
                {
                    var facts = await node.Store.FetchStreamAsync($"incident-m-{n}", ct: Stop);
                    facts.Count.ShouldBeLessThanOrEqualTo(2);
                    return facts.Count == 2;
                }
                catch (Exception error) when (StoreUnavailableException.Describes(error))
                {
                    return false;
                }
            }, s_patience);
        }
    }

    private static Effects Sending(Pager pager, string key, byte[] body) => new()
    {
        Send =
        [
            new OutgoingMessage(
                pager.UrlOf($"r{Shards(key)}"), key, "sender", "application/octet-stream", body),
        ],
    };

    private static int Shards(string key) => key[^1] % Destinations;

    private static Task<PipelineNode> StartAsync(NpgsqlDataSource database, bool working = true) =>
        PipelineNode.StartAsync(database, services => services.AddSingleton<ITimerHandler>(new Ringing()), working);

    private sealed class Ringing : ITimerHandler
    {
        public const string Rings = "ringing";

        public string Kind => Rings;

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public async ValueTask FireAsync(DueTimer timer, Reacting context) => await context.TransactAsync(
            IncidentStream, timer.Key, (_, _) => Domain.Decision.Append(Note("rang")));
    }
}
