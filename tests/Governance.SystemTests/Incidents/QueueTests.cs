using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing.Projections;
using Governance.Server.Incidents.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Incidents;

public sealed class QueueTests : IAsyncLifetime
{
    private static readonly Actor s_officer = Actor.Person(new PersonId("officer"));
    private IncidentWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await IncidentWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_worst_and_unattended_come_first_and_the_oldest_of_them_before()
    {
        await FillAsync();
        (await _world.RowsAsync()).Select(row => row.Id).ShouldBe(["b", "d", "a", "c", "e"]);
        (await _world.RowsAsync(new() { Sort = QueueSort.Newest, View = SavedView.All })).Select(row => row.Id)
            .ShouldBe(["e", "d", "c", "b", "a"]);
    }

    [Fact]
    public async Task Views_and_tokens_narrow()
    {
        await FillAsync();
        (await IdsAsync(SavedView.Action, "")).ShouldBe(["b", "d", "a", "c"]);
        (await IdsAsync(SavedView.Unassigned, "")).ShouldBe(["b", "d", "c"]);
        (await IdsAsync(SavedView.All, "is:inreview")).ShouldBe(["e"]);
        (await IdsAsync(SavedView.All, "sev:high is:acknowledged")).ShouldBe(["a"]);
        (await IdsAsync(SavedView.All, "model:support title-c")).ShouldBe(["c"]);
        (await IdsAsync(SavedView.All, "100%_nothing")).ShouldBeEmpty();
        var mine = await _world.Queue.PageAsync(
            new() { View = SavedView.Mine }, s_officer.Id, TestContext.Current.CancellationToken);
        mine.Rows.Select(row => row.Id).ShouldBe(["a"]);
        (await _world.Queue.CountAsync(new(), s_officer.Id, TestContext.Current.CancellationToken))
            .ShouldBe(new ViewCounts(4, 1, 3, 1, 5));
    }

    [Fact]
    public async Task The_queue_as_of_a_position_is_what_it_was_then()
    {
        await FillAsync();
        var then = (await _world.FactsAsync("incident-e"))[0].Position;
        var rows = await _world.RowsAsync(new() { AsOf = then });
        rows.Select(row => row.Id).ShouldBe(["b", "d", "a", "c", "e"], ignoreOrder: true);
        rows.ShouldAllBe(row => row.AcknowledgedBy == null && row.Status == IncidentStatus.Declared);
    }

    [Fact]
    public async Task Rebuilt_twice_the_table_is_the_same_byte_by_byte()
    {
        await FillAsync();
        var before = await DumpAsync();
        var daemon = _world.Host.Services.GetRequiredService<ProjectionDaemon>();
        for (var round = 0; round < 2; round++)
        {
            await daemon.RebuildProjectionAsync(IncidentQueue.ProjectionName, TestContext.Current.CancellationToken);
            (await DumpAsync()).ShouldBe(before);
        }
    }

    private async Task FillAsync()
    {
        await DeclareAsync("a", Severity.Sev2);
        await DeclareAsync("b", Severity.Sev1);
        await DeclareAsync("c", Severity.Sev4);
        await DeclareAsync("d", Severity.Sev2);
        await DeclareAsync("e", Severity.Sev1);
        await _world.DoAsync("a", new AcknowledgeIncident(s_officer).Decide);
        await _world.DoAsync("e", new ResolveIncident(s_officer, "Done.") { NoContainment = "None." }.Decide);
        await _world.SettleAsync();
    }

    private Task DeclareAsync(string id, Severity severity) => _world.DoAsync(
        id,
        new DeclareIncident(new($"title-{id}", severity, DetectedBy.Human, s_officer)
        {
            Deployment = IncidentWorld.Support,
            DeploymentName = "support-triage",
        }).Decide);

    private async Task<IEnumerable<string>> IdsAsync(SavedView view, string search) =>
        (await _world.RowsAsync(new() { View = view, Search = search })).Select(row => row.Id);

    private Task<string> DumpAsync() => _world.Host.Database.ScalarAsync<string>(
        "select string_agg(q::text, e'\\n' order by incident, valid_from) from incident_queue_v5 q");
}
