using System.Text;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Shell;
using Governance.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Governance.Tests.Pipeline;

/// <summary>
/// docs/flows.md is drawn from what every reaction and timer declares. Set GOVERNANCE_UPDATE=1 to draw it anew; the
/// pipeline itself refuses an event that was not declared.
/// </summary>
public sealed class FlowTests
{
    private static readonly string s_page = Path.Combine(Checkout.Root, "docs", "flows.md");

    [Fact]
    public async Task The_drawn_story_is_the_declared_one()
    {
        var drawn = await DrawAsync();
        if (Environment.GetEnvironmentVariable("GOVERNANCE_UPDATE") == "1")
            await File.WriteAllTextAsync(s_page, drawn, TestContext.Current.CancellationToken);
        var page = await File.ReadAllTextAsync(s_page, TestContext.Current.CancellationToken);
        page.ShouldBe(
            drawn, "docs/flows.md is stale; run this test with GOVERNANCE_UPDATE=1 and look at the difference");
    }

    [Fact]
    public async Task Describe_says_message_handler_and_what_it_may_emit()
    {
        await using var services = Composed();
        var said = new StringWriter();

        Flow.Describe(services, said);

        said.ToString().ShouldContain(
            "escalation-step → EscalationStepHandler → escalation-step, escalation.escalation_exhausted, ");
        said.ToString().ShouldContain("acknowledge-halt → AcknowledgeHaltHandler → halt.halt_acknowledged");
        said.ToString().ShouldContain("behaviour.segment_recorded → SignalDetection → signal_group.signal_cleared");
    }

    private static async Task<string> DrawAsync()
    {
        await using var services = Composed();
        var page = new StringBuilder();
        page.Append("""
            # Flows

            What happens by rule: which fact wakes which reaction, and which facts it may append. Drawn by a test from
            the declarations in the code; `GOVERNANCE_UPDATE=1` draws it anew.


            """);
        foreach (var flow in Flow.All(services))
            Draw(page, flow);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Draw(StringBuilder page, Flow flow)
    {
        page.Append($"## {flow.Name}\n\n```mermaid\nflowchart LR\n    it([{flow.Name}])\n");
        foreach (var heard in flow.Hears)
            page.Append($"    in_{Node(heard)}[{heard}] --> it\n");
        foreach (var said in flow.Says)
            page.Append($"    it --> out_{Node(said)}[{said}]\n");
        page.Append("```\n\n");
    }

    private static string Node(string alias) => alias.Replace('.', '_').Replace('-', '_');

    // The server's own composition; nothing is started and the database is never reached.
    private static ServiceProvider Composed()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"));
        builder.AddSlices();
        return builder.Services.BuildServiceProvider();
    }
}
