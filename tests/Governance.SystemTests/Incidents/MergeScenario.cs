using System.Net;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Incidents;

/// <summary>Two incidents become one and two again, over HTTP; their signals and restrictions go along.</summary>
public sealed class MergeScenario : IAsyncLifetime
{
    private IncidentWorld _world = null!;
    private SignedIn _officer = null!;
    private string _kept = "";
    private string _merged = "";

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        _officer = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        _kept = await RaisedAsync("f1", 1);
        _merged = await RaisedAsync("f2", 2);
    }

    public async ValueTask DisposeAsync()
    {
        _officer.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_merged_incident_s_findings_join_the_one_that_goes_on_and_come_back_with_it()
    {
        var done = await DoAsync(_merged, "merge", ("into", await NameAsync(_kept)), ("reason", "One cause."));
        done.Status.ShouldBe(HttpStatusCode.SeeOther, done.Body);
        await _world.RaiseAsync("f2", 3);
        await _world.SettleAsync();
        (await CountsAsync()).ShouldBe((3, 0));
        (await _world.IncidentAsync(_merged)).Status.ShouldBe(IncidentStatus.Merged);

        await DoAsync(_merged, "unmerge", ("reason", "Two causes."));
        await _world.RaiseAsync("f2", 4);
        await _world.SettleAsync();
        (await CountsAsync()).ShouldBe((1, 3));
        (await _world.RowsAsync()).Select(row => row.SignalCount).Order().ShouldBe([1, 3]);
    }

    [Fact]
    public async Task The_deployment_stays_restricted_until_the_one_that_goes_on_is_over()
    {
        await DoAsync(_merged, "merge", ("into", _kept), ("reason", "One cause."));
        await _world.DoAsync(_kept, new ResolveIncident(s_officer, "Done.") { NoContainment = "None." }.Decide);
        (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).Select(fact => fact.Event)
            .OfType<DeploymentEvent.Released>().Select(released => released.CauseId)
            .ShouldBe([_kept, _merged], ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_merged_is_split_off_as_an_incident_of_its_own_that_was_known_as_early()
    {
        await DoAsync(_merged, "merge", ("into", _kept), ("reason", "One cause."));
        var aware = (await _world.IncidentAsync(_kept)).AwareAt;
        var done = await DoAsync(
            _kept, "split", ("finding", "f2"), ("title", "The other tool"), ("reason", "Two causes."));
        done.Status.ShouldBe(HttpStatusCode.SeeOther, done.Body);
        await _world.SettleAsync();

        var split = (await _world.RowsAsync()).Single(row => row.Title == "The other tool");
        (split.SignalCount, (await _world.IncidentAsync(split.Id)).AwareAt).ShouldBe((1, aware));
        (await _world.IncidentAsync(_kept)).SignalCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_incident_is_not_merged_into_what_is_over()
    {
        await _world.DoAsync(_kept, new ResolveIncident(s_officer, "Done.") { NoContainment = "None." }.Decide);
        (await DoAsync(_merged, "merge", ("into", _kept), ("reason", "One cause."))).Body
            .ShouldContain("not_a_target");
    }

    private static readonly Actor s_officer = Actor.Person(new PersonId("officer"));

    private async Task<string> RaisedAsync(string fingerprint, long source)
    {
        await _world.RaiseAsync(fingerprint, source);
        await _world.SettleAsync();
        return (await _world.RowsAsync()).MaxBy(row => row.Number)!.Id;
    }

    private async Task<string> NameAsync(string id) => (await _world.RowsAsync()).Single(row => row.Id == id).Name;

    private async Task<(int Kept, int Merged)> CountsAsync() => (
        (await _world.IncidentAsync(_kept)).SignalCount, (await _world.IncidentAsync(_merged)).SignalCount);

    private async Task<(HttpStatusCode Status, string Body)> DoAsync(
        string id, string verb, params (string, string)[] fields)
    {
        using var answer = await _officer.SendFormAsync($"/incidents/{id}", $"/incidents/{id}/{verb}", fields);
        return (
            answer.StatusCode,
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
