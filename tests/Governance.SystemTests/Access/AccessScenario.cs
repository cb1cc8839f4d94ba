using System.Net;
using System.Net.Http.Headers;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Access.Keys;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Access;

/// <summary>Who comes in, how, and what they may: over HTTP, with one endpoint of each kind.</summary>
public sealed class AccessScenario : IAsyncLifetime
{
    private ProbedHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProbedHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_browser_that_is_not_signed_in_is_sent_to_the_door_and_a_program_is_told()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        http.BaseAddress = _host.Address;
        var told = await http.GetAsync(new Uri("/probe/read", UriKind.Relative), Stop);
        told.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        told.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var sent = await http.GetAsync(new Uri("/probe/read", UriKind.Relative), Stop);
        sent.StatusCode.ShouldBe(HttpStatusCode.Found);
        sent.Headers.Location!.ToString().ShouldContain("/sign-in?returnTo=%2Fprobe%2Fread");
    }

    [Fact]
    public async Task A_link_signs_one_person_in_once_and_looking_does_not_use_it_up()
    {
        var (_, link) = await SignedIn.InviteAsync(_host.Services, Role.Auditor);
        (await _host.Web.GetAsync(new Uri(link, UriKind.Relative), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var auditor = await SignedIn.AsAsync(_host.Services, _host.Address, Role.Auditor);
        (await auditor.SendFormAsync(link, link)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await auditor.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await auditor.GetAsync("/sign-in/invented")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task The_wrong_role_is_403_and_the_right_one_may()
    {
        using var auditor = await SignedIn.AsAsync(_host.Services, _host.Address, Role.Auditor);
        using var officer = await SignedIn.AsAsync(_host.Services, _host.Address, Role.SafetyOfficer);
        (await auditor.GetAsync("/probe/read")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await auditor.SendFormAsync("/sign-in", "/probe/halt")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.SendFormAsync("/sign-in", "/probe/halt")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_act_without_the_forms_token_is_400_even_where_no_form_is_read()
    {
        using var officer = await SignedIn.AsAsync(_host.Services, _host.Address, Role.SafetyOfficer);
        var answer = await officer.PostAsync("/probe/halt");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_say_who_may_call_it_is_closed()
    {
        using var officer = await SignedIn.AsAsync(_host.Services, _host.Address, Role.SafetyOfficer);
        (await officer.GetAsync("/probe/forgotten")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_opens_what_its_role_may_needs_no_token_and_ends_when_revoked(bool asBearer)
    {
        var keys = _host.Services.GetRequiredService<ApiKeys>();
        var (outcome, text) = await keys.IssueAsync("gateway a", Role.Gateway, Actor.Part("test"), Stop);
        outcome.ShouldBeOfType<Outcome<Key>.Committed>();
        (await CallAsync("/probe/decide", text, asBearer)).ShouldBe(HttpStatusCode.OK);
        (await CallAsync("/probe/halt", text, asBearer)).ShouldBe(HttpStatusCode.Forbidden);
        (await CallAsync("/probe/decide", text + "x", asBearer)).ShouldBe(HttpStatusCode.Unauthorized);
        var issued = (await keys.ListAsync(Stop)).Single(key => key.Label == "gateway a");
        await keys.RevokeAsync(issued.Id, Actor.Part("test"), Stop);
        (await CallAsync("/probe/decide", text, asBearer)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_role_that_is_taken_is_gone_with_the_next_request()
    {
        using var officer = await SignedIn.AsAsync(_host.Services, _host.Address, Role.SafetyOfficer);
        var people = _host.Services.GetRequiredService<People>();
        await people.RevokeAsync(officer.Id, Role.SafetyOfficer, Actor.Part("test"), Stop);
        (await officer.GetAsync("/probe/read")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        var people = _host.Services.GetRequiredService<People>();
        var passwords = _host.Services.GetRequiredService<Passwords>();
        var (id, _) = await SignedIn.InviteAsync(_host.Services, Role.Auditor);
        var person = (await people.GetAsync(id, Stop))!;
        await passwords.SetAsync(person, "a long enough one", Stop);
        (await passwords.CheckAsync(person.SignInName, "a long enough one", Stop)).ShouldNotBeNull();
        for (var wrong = 0; wrong < Passwords.AttemptsMax; wrong++)
            (await passwords.CheckAsync(person.SignInName, "not this one", Stop)).ShouldBeNull();
        (await passwords.CheckAsync(person.SignInName, "a long enough one", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_start_makes_one_administrator_and_says_how_to_come_in()
    {
        var first = _host.Services.GetRequiredService<FirstStart>();
        var link = await first.LinkAsync(Stop);
        link.ShouldNotBeNull().ShouldStartWith("/sign-in/");
        (await first.LinkAsync(Stop)).ShouldBeNull();
        (await CountAsync("type like 'person.%'")).ShouldBe(2);
        (await CountAsync("data::text like '%dministrator\"%'")).ShouldBe(1, "only the role is a fact, never a name");
    }

    private Task<long> CountAsync(string condition) =>
        _host.Database.ScalarAsync<long>($"select count(*) from mt_events where {condition}");

    private async Task<HttpStatusCode> CallAsync(string path, string key, bool asBearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (asBearer)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        else
            request.Headers.Add("X-API-Key", key);
        return (await _host.Web.SendAsync(request, Stop)).StatusCode;
    }
}
