using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Governance.Server.Demo;

/// <summary>Somebody who signs in by a one-time link and then speaks HTTP like anybody else.</summary>
internal sealed partial class Persona : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    private readonly HttpClient _http;

    private Persona(string word, HttpClient http) => (Word, _http) = (word, http);

    /// <summary>The role, as people say it.</summary>
    internal string Word { get; }

    internal static async Task<Persona> SignInAsync(string word, Uri server, string link, CancellationToken stop)
    {
        var browser = new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        var http = new HttpClient(browser) { BaseAddress = server };
        var door = await TokenOfAsync(http, link, stop);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create(TokenField, door)]);
        using var answer = await http.PostAsync(new Uri(link, UriKind.Relative), form, stop);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new StepDidNotHappen($"{word}: the sign-in link was answered {(int)answer.StatusCode}");
        }

        // Whatever a session changes carries the token of a page that the session has seen.
        http.DefaultRequestHeaders.Add("RequestVerificationToken", await TokenOfAsync(http, "/sign-in", stop));
        return new Persona(word, http);
    }

    internal async Task<Answer> GetAsync(string path, CancellationToken stop)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), stop);
        return await ReadAsync($"GET {path}", answer, HttpStatusCode.OK, stop);
    }

    internal async Task<Answer> PostAsync(
        string path, object body, HttpStatusCode expected, CancellationToken stop)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, stop);
        return await ReadAsync($"POST {path}", answer, expected, stop);
    }

    /// <summary>A POST that must succeed, new or not.</summary>
    internal async Task<Answer> PostAsync(string path, object body, CancellationToken stop)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, stop);
        return await ReadAsync(
            $"POST {path}", answer, answer.IsSuccessStatusCode ? answer.StatusCode : HttpStatusCode.OK, stop);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> TokenOfAsync(HttpClient http, string page, CancellationToken stop)
    {
        var html = await http.GetStringAsync(new Uri(page, UriKind.Relative), stop);
        var found = TokenInput().Match(html);
        return found.Success
            ? WebUtility.HtmlDecode(found.Groups[1].Value)
            : throw new StepDidNotHappen($"{page} holds no form with a token");
    }

    private async Task<Answer> ReadAsync(
        string asked, HttpResponseMessage answer, HttpStatusCode expected, CancellationToken stop)
    {
        var said = await answer.Content.ReadAsStringAsync(stop);
        return answer.StatusCode == expected
            ? new Answer(JsonDocument.Parse(said).RootElement)
            : throw new StepDidNotHappen(
                $"{Word}: {asked} was answered {(int)answer.StatusCode} instead of {(int)expected}: {said}");
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex TokenInput();
}
