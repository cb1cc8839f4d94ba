using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.Server.Behaviour.Exporting;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Observations;

/// <summary>What a search finds is taken away as a file, and the log says who took what.</summary>
public sealed class ExportScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_holds_what_the_search_shows_and_the_log_holds_its_digest()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans("support", [.. Enumerable.Range(1, 9).Select(n => Telemetry.Chat(n))]));
        await world.SendAsync(Telemetry.Spans("other", Telemetry.Chat(20)));
        var shown = await world.AskUntilAsync("deployment:support", 9);

        using var answer = await world.Auditor.GetAsync("/behaviour.jsonl?q=deployment:support");
        var bytes = await answer.Content.ReadAsByteArrayAsync(Ct);

        var lines = bytes.AsSpan().Count((byte)'\n');
        lines.ShouldBe(9);
        AddressesIn(bytes).ShouldBe(shown.GetProperty("observations").EnumerateArray()
            .Select(one => one.GetProperty("address").GetString()!));
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldContain("deployment-support-at-");
        var digest = "sha256:" + Convert.ToBase64String(SHA256.HashData(bytes));
        var facts = await ExportsAsync(world);
        facts[0].StreamId.ShouldBe(answer.Headers.GetValues("Export-Facts").Single());
        facts.Select(fact => fact.Event).ShouldBe(
        [
            new BehaviourExportEvent.Begun("deployment:support", "jsonl"),
            new BehaviourExportEvent.Ended(9, digest, IsComplete: true, RetiredSegments: 0),
        ]);
        facts.ShouldAllBe(fact => fact.Recorded.Actor == Actor.Person(world.Auditor.Id).Id);
    }

    [Fact]
    public async Task No_cell_of_a_spreadsheet_is_a_formula()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans("support", Telemetry.Chat(1, "=1+1"), Telemetry.Chat(2, "a,b")));
        await world.AskUntilAsync("", 2);

        var lines = (await world.PageAsync("/behaviour.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldStartWith("address,deployment,recordedAt,startedAt,kind,modelVersion");
        lines[1].ShouldContain(",\"a,b\",");
        lines[2].ShouldContain(",'=1+1,");
        lines[2].ShouldContain(",false,");
    }

    [Fact]
    public async Task Whoever_may_not_export_is_sent_nothing_and_a_question_must_be_understood()
    {
        await using var world = await BehaviourWorld.StartAsync();
        using var administrator = await SignedIn.AsAsync(world.Host, Role.Administrator);
        using var refused = await administrator.GetAsync("/behaviour.csv");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await world.PageAsync("/behaviour.csv?q=colour:red", HttpStatusCode.UnprocessableEntity);
        (await ExportsAsync(world)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_hangs_up_is_known_to_have_taken_a_part()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans("support", Telemetry.Chat(1)));
        await world.AskUntilAsync("", 1);
        var exporter = world.Host.Services.GetRequiredService<BehaviourExporter>();

        await Should.ThrowAsync<NotSupportedException>(exporter.SendAsync(
            new ExportOrder("1", "", new Question(), Actor.Part("test")), new JsonLines(),
            new MemoryStream([], writable: false), Ct));

        (await ExportsAsync(world))[^1].Event.ShouldBeOfType<BehaviourExportEvent.Ended>().IsComplete.ShouldBeFalse();
    }

    private static IEnumerable<string> AddressesIn(byte[] lines) => System.Text.Encoding.UTF8.GetString(lines)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!);

    private static async Task<List<Fact>> ExportsAsync(BehaviourWorld world)
    {
        var page = await world.Host.Services.GetRequiredService<EventStore>().ReadPageAsync(
            0, 1_000, ["behaviour_export.begun", "behaviour_export.ended"], withoutBehaviour: true, Ct);
        return [.. page.Events.Select(EventTypes.Decode)];
    }
}
