using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Parser;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Fixture;

/// <summary>
/// A person at a browser without script: follows nothing by itself, keeps cookies, sends forms with their token.
/// </summary>
internal sealed class SignedIn : IDisposable
{
    private readonly HttpClient _http;

    private SignedIn(HttpClient http, PersonId id) => (_http, Id) = (http, id);

    internal PersonId Id { get; }

    /// <summary>A new person with these roles, signed in by a one-time link.</summary>
    internal static Task<SignedIn> AsAsync(GovernanceHost host, params Role[] roles) =>
        AsAsync(host.Services, host.Web.BaseAddress!, roles);

    internal static async Task<SignedIn> AsAsync(IServiceProvider services, Uri address, params Role[] roles)
    {
        var stop = TestContext.Current.CancellationToken;
        var (id, link) = await InviteAsync(services, roles);
        var browser = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        var http = new HttpClient(browser) { BaseAddress = address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var person = new SignedIn(http, id);
        var answer = await person.SendFormAsync(link, link);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(stop));
        return person;
    }

    /// <summary>A new person and the path of their one-time link.</summary>
    internal static async Task<(PersonId Id, string Link)> InviteAsync(
        IServiceProvider services, params Role[] roles)
    {
        var stop = TestContext.Current.CancellationToken;
        var people = services.GetRequiredService<People>();
        var unique = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("n")[^6..];
        var name = $"{string.Join(" and ", roles.Select(role => role.Word()))} {unique}";
        var (outcome, id) = await people.RegisterAsync(name, name, roles, Actor.Part("test"), stop);
        outcome.Refusal.ShouldBeNull();
        return (id, await services.GetRequiredService<SignInLinks>().CreateAsync(id, ct: stop));
    }

    internal Task<HttpResponseMessage> GetAsync(string path) =>
        _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    internal async Task<HttpResponseMessage> HeadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Sends a form to <paramref name="action"/> with the token of the page at <paramref name="page"/>.
    /// </summary>
    internal async Task<HttpResponseMessage> SendFormAsync(
        string page, string action, params (string Name, string Value)[] fields)
    {
        using var shown = await GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await PostAsync(action, [("__RequestVerificationToken", TokenIn(html)), .. fields]);
    }

    /// <summary>Sends exactly these fields: without a token, as another site would.</summary>
    internal async Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await _http.PostAsync(new Uri(action, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends JSON to the API as a script of the page at <paramref name="page"/> would.</summary>
    internal async Task<HttpResponseMessage> SendJsonAsync(string page, string action, object body)
    {
        using var shown = await GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", TokenIn(html));
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string TokenIn(string html) => new HtmlParser().ParseDocument(html)
        .QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";

    public void Dispose() => _http.Dispose();
}
