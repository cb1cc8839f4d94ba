using System.Text;
using System.Text.Json.Nodes;
using Governance.Server.Intake.Lines;
using Governance.Tests.House;

namespace Governance.Tests.Intake.Lines;

/// <summary>The published schema and the parser say the same of every line.</summary>
public sealed class LineSchemaTests(ITestOutputHelper output)
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "docs", "schemas");
    private static readonly SchemaCheck s_schema = new(JsonNode.Parse(LineSchema.Json.Span)!.AsObject());

    [Fact]
    public void The_published_schema_is_the_one_that_the_table_of_fields_writes()
    {
        var file = Path.Combine(s_folder, "behaviour-v1.json");
        if (Environment.GetEnvironmentVariable("GOVERNANCE_UPDATE") == "1")
            File.WriteAllBytes(file, LineSchema.Json.ToArray());
        File.ReadAllText(file).ShouldBe(
            Encoding.UTF8.GetString(LineSchema.Json.Span), "run this test with GOVERNANCE_UPDATE=1");
    }

    [Fact]
    public void There_is_an_example_of_every_kind_and_each_is_taken_whole()
    {
        var examples = File.ReadAllLines(Path.Combine(s_folder, "behaviour-v1.examples.jsonl"));
        examples.Select(line => JsonNode.Parse(line)!["kind"]!.GetValue<string>()).Distinct().Order()
            .ShouldBe(LineKind.All.Select(kind => kind.Word).Order());
        examples.ShouldAllBe(line => s_schema.Allows(JsonNode.Parse(line)));
        var read = JsonLines.Read(examples);
        (read.Accepted, read.Refused, read.UnknownFields, read.DroppedValues)
            .ShouldBe((examples.Length - 1, 0, 0, 0));
    }

    [Fact]
    public void Schema_and_parser_agree_on_generated_lines()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var lines = new GeneratedLines(seed);
        var (sound, wrong) = (0, 0);
        for (var count = 0; count < 2_000; count++)
        {
            var line = lines.Next();
            var read = JsonLines.Read(
                """{"kind":"batch","deployment":"desk"}""", line.ToJsonString());
            var isTakenWhole = read is { Refused: 0, UnknownKinds: 0, UnknownFields: 0, DroppedValues: 0 };
            isTakenWhole.ShouldBe(s_schema.Allows(line), $"seed {seed}: {line.ToJsonString()}");
            _ = isTakenWhole ? sound++ : wrong++;
        }
        sound.ShouldBeGreaterThan(300);
        wrong.ShouldBeGreaterThan(300);
    }
}
