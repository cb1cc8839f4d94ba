using System.Text;
using Governance.Server.Pipeline;
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

    private static async Task<string> DrawAsync()
    {
        await using var services = Composed();
        var page = new StringBuilder();
        page.Append("""
            # Flows

            What happens by rule: which fact wakes which reaction, and which facts it may append. Drawn by a test from
            the declarations in the code; `GOVERNANCE_UPDATE=1` draws it anew.


            """);
        foreach (var reaction in services.GetServices<IReaction>().OrderBy(one => one.Name, StringComparer.Ordinal))
            Draw(page, reaction.Name, reaction.ListensTo, reaction.MayEmit);
        foreach (var timer in services.GetServices<ITimerHandler>().OrderBy(one => one.Kind, StringComparer.Ordinal))
            Draw(page, $"timer {timer.Kind}", [], timer.MayEmit);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Draw(StringBuilder page, string name, IReadOnlyList<Type> hears, IReadOnlyList<Type> says)
    {
        page.Append($"## {name}\n\n```mermaid\nflowchart LR\n    it([{name}])\n");
        foreach (var heard in hears.Select(EventTypes.AliasOf).Order(StringComparer.Ordinal))
            page.Append($"    in_{Node(heard)}[{heard}] --> it\n");
        foreach (var said in says.Select(EventTypes.AliasOf).Order(StringComparer.Ordinal))
            page.Append($"    it --> out_{Node(said)}[{said}]\n");
        page.Append("```\n\n");
    }

    private static string Node(string alias) => alias.Replace('.', '_');

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
