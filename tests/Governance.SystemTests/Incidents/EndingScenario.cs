using System.Net;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Incidents;

/// <summary>From an open incident to a closed one over HTTP, with everything that is refused on the way.</summary>
public sealed class EndingScenario : IAsyncLifetime
{
    private IncidentWorld _world = null!;
    private SignedIn _officer = null!;
    private SignedIn _other = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        _officer = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        _other = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
        _id = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
    }

    public async ValueTask DisposeAsync()
    {
        _officer.Dispose();
        _other.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Resolving_what_nobody_saw_contained_is_refused_with_what_is_possible()
    {
        var (status, body) = await DoAsync(_officer, "resolve", ("resolution", "Tool removed."));
        status.ShouldBe(HttpStatusCode.Conflict);
        body.ShouldContain("containment_unstated");
        body.ShouldContain("contained (an effect was observed, or a person gives evidence)");
    }

    [Fact]
    public async Task Closing_is_refused_with_its_list_until_everything_is_done_or_waived_by_two()
    {
        await DoAsync(_officer, "contain", ("evidence", "The tool is off."));
        await DoAsync(_officer, "resolve", ("resolution", "Tool removed."));
        var (refused, list) = await DoAsync(_officer, "close");
        refused.ShouldBe(HttpStatusCode.Conflict);
        list.ShouldContain("review: to be published by");
        list.ShouldContain("signals: nobody has said what the signal was worth");
        var room = await _officer.GetAsync($"/incidents/{_id}");
        (await room.Content.ReadAsStringAsync(Stop)).ShouldContain("Missing before it can be closed");

        await DoAsync(_officer, "waive", ("item", "review"), ("reason", "The same as last week."));
        (await DoAsync(_officer, "waive", ("item", "review"), ("reason", "Please."))).Body
            .ShouldContain("second_officer_needed");
        await DoAsync(_other, "waive", ("item", "review"));
        var closed = await DoAsync(_officer, "close", ("verdict", "true"), ("reason", "It called a new tool."));
        closed.Status.ShouldBe(HttpStatusCode.SeeOther, closed.Body);

        (await _world.IncidentAsync(_id)).Status.ShouldBe(IncidentStatus.Closed);
        (await JudgedAsync()).ShouldBe(Disposition.True);
    }

    [Fact]
    public async Task A_dismissal_judges_the_signal_in_its_commit_and_frees_the_deployment()
    {
        var done = await DoAsync(
            _officer, "dismiss", ("code", "falsealarm"), ("reason", "A replay."), ("verdict", "false"));
        done.Status.ShouldBe(HttpStatusCode.SeeOther, done.Body);
        (await JudgedAsync()).ShouldBe(Disposition.False);
        (await _world.FactsAsync($"deployment-{IncidentWorld.Support}")).Select(fact => fact.Event.GetType().Name)
            .ShouldBe(["Restricted", "Released"]);

        await DoAsync(_officer, "reopen", ("reason", "It was none."));
        (await _world.IncidentAsync(_id)).Status.ShouldBe(IncidentStatus.Declared);
    }

    [Fact]
    public async Task A_model_owner_neither_lowers_nor_dismisses()
    {
        using var owner = await SignedIn.AsAsync(_world.Host, Role.ModelOwner);
        (await DoAsync(owner, "lower", ("severity", "low"), ("reason", "Mine."))).Status
            .ShouldBe(HttpStatusCode.Forbidden);
        (await DoAsync(owner, "dismiss", ("code", "benign"), ("reason", "Mine."))).Status
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_assessment_raises_what_the_matrix_holds_for_worse_and_an_officer_lowers_it()
    {
        await DoAsync(_officer, "assess", ("impact", "serious"), ("exposure", ""), ("ongoing", "on"));
        (await _world.IncidentAsync(_id)).Severity.ShouldBe(Severity.Sev1);
        await DoAsync(_officer, "lower", ("severity", "medium"), ("reason", "One user."));
        (await _world.IncidentAsync(_id)).ShouldSatisfyAllConditions(
            incident => incident.Severity.ShouldBe(Severity.Sev3), incident => incident.Worst.ShouldBe(Severity.Sev1));
    }

    [Fact]
    public async Task Programs_read_what_an_incident_can_become()
    {
        using var answer = await _officer.GetAsync($"/api/incidents/{_id}");
        var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        state.GetProperty("status").GetString().ShouldBe("open");
        state.GetProperty("becomes").EnumerateArray().Select(way => way.GetProperty("status").GetString())
            .ShouldBe(IncidentMove.Ways(IncidentStatus.Declared).Select(move => move.To.Word()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<(HttpStatusCode Status, string Body)> DoAsync(
        SignedIn person, string verb, params (string, string)[] fields)
    {
        using var answer = await person.SendFormAsync(
            $"/incidents/{_id}", $"/incidents/{_id}/{verb}", fields);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private async Task<Disposition?> JudgedAsync() => (await _world.FactsAsync("signal-group-f1"))
        .Select(fact => fact.Event).OfType<SignalGroupEvent.SignalJudged>().LastOrDefault()?.Disposition;
}
