using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Incidents;

/// <summary>People at work on incidents, over HTTP and without script: forms, answers, refusals.</summary>
public sealed class RaiseSeverityScenario : IAsyncLifetime
{
    private IncidentWorld _world = null!;
    private SignedIn _officer = null!;
    private SignedIn _colleague = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        _officer = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        _colleague = await SignedIn.AsAsync(_world.Host, Role.ModelOwner);
    }

    public async ValueTask DisposeAsync()
    {
        _officer.Dispose();
        _colleague.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Two_fields_declare_an_incident_and_the_queue_shows_it_at_once()
    {
        var room = await DeclareAsync("Refunds promised without policy", "high");
        var queue = await TextAsync(_officer, "/incidents");
        queue.ShouldContain("Refunds promised without policy");
        (await TextAsync(_officer, room)).ShouldContain("declared-by-hand");
    }

    [Fact]
    public async Task One_form_declares_one_incident_however_often_it_is_sent()
    {
        (string, string)[] fields = [("title", "Twice"), ("severity", "low"), ("key", "same")];
        using var first = await _officer.SendFormAsync("/incidents", "/incidents", fields);
        using var second = await _officer.SendFormAsync("/incidents", "/incidents", fields);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        await _world.SettleAsync();
        (await _world.RowsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Raising_goes_from_the_form_to_the_log_and_the_queue()
    {
        var room = await DeclareAsync("Spreads", "medium");
        using var answer = await _officer.SendFormAsync(
            room, room + "/severity", ("severity", "critical"), ("reason", "It reached production."));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await StateAsync(room)).GetProperty("severity").GetString().ShouldBe("sev1");
        (await TextAsync(_officer, "/incidents?q=sev:critical")).ShouldContain("Spreads");
        (await TextAsync(_officer, room)).ShouldContain("Raised from medium to critical");
    }

    [Fact]
    public async Task Lowering_is_refused_with_its_code()
    {
        var room = await DeclareAsync("Spreads", "high");
        using var answer = await _officer.SendFormAsync(
            room, room + "/severity", ("severity", "low"), ("reason", "Not so bad."));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ProblemAsync(answer)).ShouldContain("not_a_raise");
    }

    [Fact]
    public async Task What_could_never_be_accepted_is_422()
    {
        using var untitled = await _officer.SendFormAsync("/incidents", "/incidents", ("severity", "high"));
        untitled.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var unknown = await _officer.SendFormAsync(
            "/incidents", "/incidents", ("title", "x"), ("severity", "awful"));
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_second_to_acknowledge_is_told_who_was_faster_and_one_acknowledgement_is_recorded()
    {
        var room = await DeclareAsync("Both look", "high");
        var seen = ("seen", (await StateAsync(room)).GetProperty("position").GetInt64().ToString());
        using var first = await _colleague.SendFormAsync(room, room + "/acknowledge", seen);
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var second = await _officer.SendFormAsync(room, room + "/acknowledge", seen);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ProblemAsync(second)).ShouldContain("Meanwhile: Acknowledged by model owner");
        (await _world.FactsAsync("incident-" + room.Split('/')[^1]))
            .Count(fact => fact.Event is IncidentEvent.IncidentAcknowledged).ShouldBe(1);
    }

    [Fact]
    public async Task Resolving_what_has_changed_since_it_was_read_is_refused()
    {
        var room = await DeclareAsync("Changes", "high");
        var seen = ("seen", (await StateAsync(room)).GetProperty("position").GetInt64().ToString());
        using var raised = await _colleague.SendFormAsync(
            room, room + "/severity", ("severity", "critical"), ("reason", "Worse."), seen);
        using var late = await _officer.SendFormAsync(room, room + "/resolve", ("resolution", "Nothing."), seen);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ProblemAsync(late)).ShouldContain("changed_meanwhile");
    }

    [Fact]
    public async Task An_auditor_reads_and_changes_nothing()
    {
        var room = await DeclareAsync("For the record", "info");
        using var auditor = await SignedIn.AsAsync(_world.Host, Role.Auditor);
        (await TextAsync(auditor, room)).ShouldContain("For the record");
        using var answer = await auditor.SendFormAsync(room, room + "/acknowledge");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Ticked_rows_are_acknowledged_together_and_the_way_leads_back_to_the_view()
    {
        var one = (await DeclareAsync("One", "high")).Split('/')[^1];
        var two = (await DeclareAsync("Two", "low")).Split('/')[^1];
        using var answer = await _officer.SendFormAsync(
            "/incidents", "/incidents/acknowledge", ("id", one), ("id", two), ("back", "/incidents?view=unassigned"));
        answer.Headers.Location!.ToString().ShouldBe("/incidents?view=unassigned");
        (await TextAsync(_officer, "/incidents?view=unassigned")).ShouldContain("Somebody is looking at everything");
        (await TextAsync(_officer, "/incidents?view=mine")).ShouldContain("Two");
    }

    [Fact]
    public async Task The_file_holds_what_the_filter_shows()
    {
        await DeclareAsync("=Formula", "high");
        await DeclareAsync("Another", "low");
        await _world.SettleAsync();
        using var answer = await _officer.GetAsync("/incidents.csv?severity=high");
        var name = answer.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull();
        name.ShouldStartWith("incidents-action-high-at-");
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).TrimEnd().Split("\r\n");
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(",'=Formula,");
    }

    [Fact]
    public async Task The_room_as_of_a_position_shows_the_past_and_offers_no_act()
    {
        var room = await DeclareAsync("Then and now", "low");
        var then = (await StateAsync(room)).GetProperty("position").GetInt64();
        using var raised = await _officer.SendFormAsync(
            room, room + "/severity", ("severity", "critical"), ("reason", "Worse."));
        var past = await TextAsync(_officer, $"{room}?asOf={then}");
        past.ShouldContain("This is the past");
        past.ShouldNotContain("Raised from low");
    }

    [Fact]
    public async Task A_number_leads_to_the_room()
    {
        var room = await DeclareAsync("By number", "low");
        var name = (await StateAsync(room)).GetProperty("name").GetString();
        using var answer = await _officer.GetAsync($"/incidents/{name}");
        answer.Headers.Location!.ToString().ShouldBe(room);
        using var none = await _officer.GetAsync("/incidents/INC-999999");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string> DeclareAsync(string title, string severity)
    {
        using var answer = await _officer.SendFormAsync(
            "/incidents", "/incidents", ("title", title), ("severity", severity));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Stop));
        return answer.Headers.Location!.ToString();
    }

    private async Task<JsonElement> StateAsync(string room)
    {
        using var answer = await _officer.GetAsync("/api" + room);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop))
            .QuerySelector(".problem").ShouldNotBeNull().TextContent;

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
    }
}
