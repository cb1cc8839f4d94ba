using Governance.Domain.Intake;
using Governance.Server.Intake.Prices;

namespace Governance.Tests.Intake;

/// <summary>What calls cost where their sender does not say.</summary>
public sealed class PriceTableTests
{
    private const string Prices = """
        prices:
          - { model: acme-chat, from: 2026-01-01, inputPerMillion: 3, cacheReadPerMillion: 0.5, outputPerMillion: 15 }
          - { model: acme-chat, from: 2027-01-01, inputPerMillion: 1, outputPerMillion: 5 }
          - { model: acme-*, from: 2026-01-01, inputPerMillion: 100, outputPerMillion: 100 }
          - { model: acme-mini-*, from: 2026-01-01, inputPerMillion: 2, outputPerMillion: 2 }
        """;

    [Theory]
    [InlineData("acme-chat", 2026, 40, (60 * 3) + (40 * 0.5) + (10 * 15))]
    [InlineData("acme-chat", 2027, 40, 100 + (10 * 5))]
    [InlineData("acme-mini-2", 2026, 0, 220)]
    [InlineData("acme-other", 2026, 0, 11_000)]
    public void Tokens_cost_what_the_longest_matching_name_says_on_that_day(
        string model, int year, long cached, double micros)
    {
        var estimated = Table(Prices).Estimate(Call(model, year) with { CacheReadTokens = cached });
        (estimated.CostMicros, estimated.CostIsEstimated).ShouldBe(((long)micros, true));
    }

    [Fact]
    public void Without_a_price_or_tokens_there_is_no_cost_and_a_stated_one_stands()
    {
        var table = Table(Prices);
        table.Estimate(Call("other", 2026)).CostMicros.ShouldBeNull();
        table.Estimate(Call("acme-chat", 2025)).CostMicros.ShouldBeNull();
        table.Estimate(Call("acme-chat", 2026) with { InputTokens = null }).CostMicros.ShouldBeNull();
        var stated = Call("acme-chat", 2026) with { CostMicros = 7 };
        table.Estimate(stated).ShouldBeSameAs(stated);
        PriceTable.None.Estimate(Call("acme-chat", 2026)).CostMicros.ShouldBeNull();
    }

    [Theory]
    [InlineData("- { model: a, from: tomorrow, inputPerMillion: 1, outputPerMillion: 1 }", "a day as")]
    [InlineData("- { model: a, from: 2026-01-01, inputPerMillion: 1 }", "missing, negative or absurd")]
    [InlineData("- { model: a, from: 2026-01-01, inputPerMillion: -1, outputPerMillion: 1 }", "missing, negative")]
    [InlineData("- { model: 'a*b', from: 2026-01-01, inputPerMillion: 1, outputPerMillion: 1 }", "last letter")]
    [InlineData("- { modell: a }", "cannot be read")]
    public void A_row_that_cannot_be_meant_stops_the_start_and_says_which(string row, string said) =>
        Should.Throw<InvalidDataException>(() => Table("prices:\n" + row)).Message.ShouldContain(said);

    [Fact]
    public void A_tool_call_keeps_its_id_and_type_and_its_agents_version()
    {
        var call = Mapped.Span(new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "execute_tool",
            ["gen_ai.tool.name"] = "search",
            ["gen_ai.tool.call.id"] = "call_7",
            ["gen_ai.tool.type"] = "function",
            ["gen_ai.agent.version"] = "1.4",
        });
        (call.ToolCallId, call.ToolType, call.AgentVersion).ShouldBe(("call_7", "function", "1.4"));
    }

    private static Observation Call(string model, int year) => new()
    {
        Kind = ObservationKind.Inference,
        StartedAt = new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero),
        ModelVersion = model,
        InputTokens = 100,
        OutputTokens = 10,
    };

    private static PriceTable Table(string yaml)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, yaml);
            return new PriceTable(PriceFile.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
