using Governance.SystemTests.EndToEnd;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>The real OpenTelemetry SDK with message texts on, in every vocabulary that the driver speaks.</summary>
public sealed class DrivenContentScenario
{
    private static readonly (string Convention, string Protocol)[] s_runs =
    [
        ("otel", "http/protobuf"), ("otel-1.36", "http/json"), ("openinference", "http/protobuf"),
        ("traceloop", "http/json"),
    ];

    [Fact]
    public async Task Message_texts_of_the_real_SDK_leave_no_byte_anywhere()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var host = await GovernanceHost.StartAsync();
        using var ledgers = new SharedFolder();
        var runs = s_runs.Select(run => SendAsync(host, ledgers.Path, run.Convention, run.Protocol, stop));
        (await Task.WhenAll(runs)).Sum().ShouldBe(0, "every record was acknowledged");
        (await Stored.ObservationsIn(host)).Count.ShouldBeGreaterThan(100);
        (await EverythingKept.WithAnyOfAsync(
            host, "My order", "@example.com", "I cannot help with that", "Your order is on its way")).ShouldBeEmpty();
    }

    private static async Task<long> SendAsync(
        GovernanceHost host, string ledgers, string convention, string protocol, CancellationToken stop)
    {
        await using var driver = Driver.Start(
            Path.Combine(ledgers, convention), "--content", "--fast", "--rate", "1", "--duration", "60",
            "--endpoint", host.OtlpHttp.BaseAddress!.ToString().TrimEnd('/'), "--signals", "traces,logs",
            "--deployment", convention, "--convention", convention, "--protocol", protocol);
        return await driver.EndAsync(stop);
    }
}
