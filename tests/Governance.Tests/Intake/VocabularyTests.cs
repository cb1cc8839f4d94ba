using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>The mapping tables themselves: every row works, and no row changes in silence.</summary>
public sealed class VocabularyTests
{
    /// <summary>
    /// SHA-256 over all files of this edition, without their comments. Whoever changes a row raises the version in
    /// mapping.yaml, says in docs/intake.md what changed, and writes the new digest here.
    /// </summary>
    private static readonly (int Version, string Digest) s_edition = (5, "0be0be974a5f2b66");

    [Fact]
    public void A_changed_table_is_a_new_edition()
    {
        var rows = Vocabularies.All.Select(one => one.Name).Append("mapping").Append("words").SelectMany(Rows);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
        (Vocabularies.Version, Convert.ToHexStringLower(digest)[..16]).ShouldBe(s_edition);

        static IEnumerable<string> Rows(string name)
        {
            using var reader = new StreamReader(MappingFiles.Open(name));
            return reader.ReadToEnd().Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        }
    }

    [Fact]
    public void Every_name_is_found_by_its_bytes_and_fills_its_field()
    {
        foreach (var row in AttributeNames.All)
        {
            var slots = new FieldSlots(new Texts());
            var (bytes, number) = ValueFor(row);
            slots.Take(
                Encoding.UTF8.GetBytes(row.Name),
                number is { } value && row.Member is null
                    ? ValueOf(row.Field, value)
                    : AttributeValue.Of(bytes)).ShouldBeTrue(row.Name);
            slots.Any(row.Field).ShouldBeTrue($"{row.Name} → {row.Field}");
            slots.Dropped.ShouldBe(0, row.Name);
        }
    }

    [Fact]
    public void Of_two_names_of_one_field_the_one_listed_first_holds_in_either_order()
    {
        foreach (var names in AttributeNames.All.GroupBy(row => row.Field).Where(names => names.Count() > 1))
        {
            var (first, last) = (names.First(), names.Last());
            foreach (var order in new[] { new[] { first, last }, [last, first] })
            {
                var slots = new FieldSlots(new Texts());
                foreach (var row in order)
                    Take(slots, row, isFirst: row == first);
                Said(slots, first.Field).ShouldBe(Said(Only(first), first.Field), $"{first.Name} before {last.Name}");
            }
        }

        static FieldSlots Only(AttributeName row)
        {
            var slots = new FieldSlots(new Texts());
            Take(slots, row, isFirst: true);
            return slots;
        }
    }

    [Fact]
    public void Every_field_but_two_is_said_by_some_name() => Enum.GetValues<Field>()
        .Except([Field.Count, Field.Vocabulary])
        .Except(AttributeNames.All.Select(row => row.Field))
        .ShouldBeEmpty();

    [Fact]
    public void Every_word_for_an_operation_makes_an_observation_of_its_kind()
    {
        foreach (var vocabulary in Vocabularies.All.Where(one => one.Kinds.Count > 0))
        {
            var operation = vocabulary.Names.First(row => row.Field is Field.Operation).Name;
            foreach (var (word, kind) in vocabulary.Kinds)
                Mapped.Span(new Dictionary<string, object> { [operation] = word }).Kind.ShouldBe(kind, word);
        }
    }

    [Theory]
    [InlineData("otel", "gen_ai.operation.name", "chat")]
    [InlineData("otel-1.36", "gen_ai.operation.name", "chat", "gen_ai.system", "openai")]
    [InlineData("openllmetry", "llm.request.type", "chat", "gen_ai.system", "OpenAI")]
    [InlineData("openinference", "openinference.span.kind", "LLM")]
    [InlineData("vercel", "ai.operationId", "ai.generateText.doGenerate", "gen_ai.system", "openai.chat")]
    [InlineData("langfuse", "langfuse.observation.type", "generation")]
    public void A_record_speaks_the_most_particular_vocabulary_whose_mark_it_carries(
        string expected, params string[] attributes)
    {
        var said = attributes.Chunk(2).ToDictionary(pair => pair[0], object (pair) => pair[1]);
        Mapped.Span(said).Vocabulary.ShouldBe(expected);
    }

    [Fact]
    public void Events_of_the_governance_vocabulary_speak_it() =>
        Mapped.Log("governance.user.report", new Dictionary<string, object>()).Vocabulary.ShouldBe("governance");

    [Fact]
    public void Of_attributes_kept_as_they_are_only_those_of_the_record_in_question_are()
    {
        var attributes = new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "execute_tool",
            ["governance.grant.id"] = "g-1",
            ["governance.action.effect"] = "write",
            ["governance.report.id"] = "r-1",
            ["governance.secret"] = "x",
        };
        Mapped.Span(attributes).Details.ShouldBe(
            new Dictionary<string, string> { ["grant.id"] = "g-1", ["action.effect"] = "write" });
        Mapped.Log("governance.user.report", attributes).Details.ShouldBe(
            new Dictionary<string, string> { ["report.id"] = "r-1" });
    }

    [Fact]
    public void An_attribute_that_was_seen_before_allocates_nothing_whatever_it_says()
    {
        var slots = new FieldSlots(new Texts());
        var rows = AttributeNames.All
            .Select(row => (row, Name: Encoding.UTF8.GetBytes(row.Name), Value: ValueFor(row)))
            .ToArray();
        TakeAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var again = 0; again < 100; again++)
            TakeAll();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void TakeAll()
        {
            slots.Clear();
            foreach (var (row, name, (text, number)) in rows)
            {
                slots.Take(name, number is { } said && row.Member is null
                    ? ValueOf(row.Field, said)
                    : AttributeValue.Of(text));
            }
            slots.Take("http.request.method"u8, AttributeValue.Of("GET"u8));
        }
    }

    private static void Take(FieldSlots slots, AttributeName row, bool isFirst)
    {
        var (bytes, number) = ValueFor(row, isFirst);
        var value = number is { } said && row.Member is null ? ValueOf(row.Field, said) : AttributeValue.Of(bytes);
        slots.Take(Encoding.UTF8.GetBytes(row.Name), value);
    }

    private static object? Said(FieldSlots slots, Field field) => slots.Text(field) ?? (object?)slots.Number(field);

    private static AttributeValue ValueOf(Field field, int number) =>
        Fields.TypeOf(field) is AttributeType.Flag ? AttributeValue.Of(number != 0) : AttributeValue.Of((long)number);

    /// <summary>A value that the row allows, one of two different ones.</summary>
    private static (byte[] Text, int? Number) ValueFor(AttributeName row, bool isFirst = true)
    {
        var number = isFirst ? 1 : 0;
        var isText = Fields.TypeOf(row.Field) is AttributeType.Text;
        var word = row.Field switch
        {
            Field.Context => isFirst ? "production" : "shadow",
            Field.Target => isFirst ? "input" : "output",
            Field.Verdict or Field.InputVerdict or Field.OutputVerdict => isFirst ? "allow" : "deny",
            Field.EvaluatorKind or Field.Annotator => isFirst ? "LLM" : "HUMAN",
            Field.DecisionSource => "decided",
            Field.StopReason => "halt",
            Field.ServingState => "serving",
            _ => isFirst ? "first" : "last",
        };
        var text = row.Member is null ? word : $$"""{"{{row.Member}}":{{(isText ? $"\"{word}\"" : $"{number}")}}}""";
        return (Encoding.UTF8.GetBytes(text), isText ? null : number);
    }
}
