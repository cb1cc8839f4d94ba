using System.Net;
using System.Text;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake.Privacy;

namespace Governance.SystemTests.Intake;

/// <summary>No word of a conversation reaches the database, whatever a sender leaves on.</summary>
public sealed class RedactionScenario
{
    private static readonly string[] s_content =
        ["You are helpful", "Say hello", "Hello there", "@example.com", "WEATHER in Paris", "REFUSE this", "My order"];

    [Fact]
    public async Task Requests_full_of_content_leave_none_of_it_in_any_column()
    {
        await using var host = await GovernanceHost.StartAsync();
        var captures = Captures.In(Path.Combine("data", "otlp-captures"))
            .Where(capture => capture.Text("transport") == "http")
            .ToList();
        captures.Select(capture => Encoding.UTF8.GetString(capture.Body))
            .ShouldContain(body => body.Contains("You are helpful"), "the captures hold content to look for");
        foreach (var capture in captures)
        {
            using var answer = await host.OtlpHttp.SendAsync(
                capture.ToRequest(), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, capture.Name);
        }
        (await Stored.ObservationsIn(host)).ShouldNotBeEmpty();
        (await EverythingKept.WithAnyOfAsync(host, s_content)).ShouldBeEmpty();
    }
}
