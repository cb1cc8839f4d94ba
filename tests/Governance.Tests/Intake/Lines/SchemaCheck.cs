using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Governance.Tests.Intake.Lines;

/// <summary>
/// Judges JSON by a JSON Schema, as far as the published schema of lines uses the language. A keyword that it does not
/// know is an error, so that the schema cannot say what nobody checks.
/// </summary>
internal sealed class SchemaCheck(JsonObject schema)
{
    private static readonly HashSet<string> s_words = ["$schema", "$id", "$defs", "title", "description"];

    internal bool Allows(JsonNode? value) => Allows(schema, value);

    private bool Allows(JsonObject rule, JsonNode? value) =>
        rule.All(word => Allows(rule, word.Key, word.Value!, value));

    private bool Allows(JsonObject rule, string word, JsonNode says, JsonNode? value) => word switch
    {
        "$ref" => Allows(Referred(says.GetValue<string>()), value),
        "oneOf" => says.AsArray().Count(one => Allows(one!.AsObject(), value)) == 1,
        "anyOf" => says.AsArray().Any(one => Allows(one!.AsObject(), value)),
        "allOf" => says.AsArray().All(one => Allows(one!.AsObject(), value)),
        "unevaluatedProperties" => value is not JsonObject one || one.All(member => IsEvaluated(rule, member.Key)),
        "const" => JsonNode.DeepEquals(says, value),
        "enum" => says.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "type" => says is JsonArray types ? types.Any(one => IsA(one!, value)) : IsA(says, value),
        "required" => value is not JsonObject one
            || says.AsArray().All(name => one.ContainsKey(name!.GetValue<string>())),
        "properties" or "patternProperties" or "additionalProperties" => value is not JsonObject one
            || one.All(member => AllowsMember(rule, word, says, member)),
        "items" => value is not JsonArray list || list.All(one => Allows(says.AsObject(), one)),
        "maxItems" => value is not JsonArray list || list.Count <= says.GetValue<int>(),
        "minimum" => Number(value) is not { } number || number >= says.GetValue<double>(),
        "maximum" => Number(value) is not { } number || number <= says.GetValue<double>(),
        "exclusiveMinimum" => Number(value) is not { } number || number > says.GetValue<double>(),
        "exclusiveMaximum" => Number(value) is not { } number || number < says.GetValue<double>(),
        "minLength" => Text(value) is not { } text || text.Length >= says.GetValue<int>(),
        "maxLength" => Text(value) is not { } text || text.Length <= says.GetValue<int>(),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, says.GetValue<string>()),
        _ => s_words.Contains(word) ? true : throw new NotSupportedException($"The check does not know {word}."),
    };

    private bool AllowsMember(JsonObject rule, string word, JsonNode says, KeyValuePair<string, JsonNode?> member)
    {
        var named = (rule["properties"] as JsonObject)?[member.Key] as JsonObject;
        var patterns = (rule["patternProperties"] as JsonObject ?? [])
            .Where(pattern => Regex.IsMatch(member.Key, pattern.Key))
            .Select(pattern => pattern.Value!.AsObject())
            .ToList();
        return word switch
        {
            "properties" => named is null || Allows(named, member.Value),
            "patternProperties" => patterns.All(pattern => Allows(pattern, member.Value)),
            _ => named is not null || patterns is not []
                || (says is JsonObject others ? Allows(others, member.Value) : says.GetValue<bool>()),
        };
    }

    private bool IsEvaluated(JsonObject rule, string member) =>
        (rule["properties"] as JsonObject)?.ContainsKey(member) is true
        || (rule["patternProperties"] as JsonObject ?? []).Any(pattern => Regex.IsMatch(member, pattern.Key))
        || (rule["allOf"] as JsonArray ?? [])
            .Any(one => IsEvaluated(Referred(one!["$ref"]!.GetValue<string>()), member));

    private JsonObject Referred(string path) => path.Split('/').Skip(1)
        .Aggregate(schema, (node, name) => node[name]!.AsObject());

    private static bool IsA(JsonNode type, JsonNode? value) => type.GetValue<string>() switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && double.IsInteger(number),
        var other => throw new NotSupportedException($"The check does not know the type {other}."),
    };

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var said) ? said : null;

    private static double? Number(JsonNode? value) =>
        value is JsonValue && value.GetValueKind() is System.Text.Json.JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
