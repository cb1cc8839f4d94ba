using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Observations;

/// <summary>A server that models stream to, and an auditor who looks for what they did.</summary>
internal sealed class BehaviourWorld : IAsyncDisposable
{
    private BehaviourWorld(GovernanceHost host, SignedIn auditor) => (Host, Auditor) = (host, auditor);

    internal GovernanceHost Host { get; }

    internal SignedIn Auditor { get; }

    internal static async Task<BehaviourWorld> StartAsync(params string[] settings)
    {
        var host = await GovernanceHost.StartAsync(settings);
        return new BehaviourWorld(host, await SignedIn.AsAsync(host, Role.Auditor));
    }

    internal async Task SendAsync(HttpRequestMessage request)
    {
        using var answer = await Host.OtlpHttp.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    internal Task<JsonElement> AskAsync(string question, string rest = "") =>
        JsonAsync($"/api/behaviour?q={Uri.EscapeDataString(question)}{rest}");

    /// <summary>Asks until so many are found: the index follows the log within milliseconds.</summary>
    internal async Task<JsonElement> AskUntilAsync(string question, int count)
    {
        JsonElement answer = default;
        await Eventually.IsTrueAsync($"{count} found by {question}", async () =>
        {
            answer = await AskAsync(question);
            return answer.GetProperty("observations").GetArrayLength() == count;
        });
        return answer;
    }

    internal async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await Auditor.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    internal async Task<string> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Auditor.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, text);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Auditor.Dispose();
        await Host.DisposeAsync();
    }
}
