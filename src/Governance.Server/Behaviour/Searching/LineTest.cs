using System.Text;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Index;

namespace Governance.Server.Behaviour.Searching;

/// <summary>
/// Tells from the raw line whether an observation is looked for, without making the observation of it. Where a question
/// has an exact text, the bytes of a whole segment are first searched for that text, which is many times faster still.
/// </summary>
internal sealed class LineTest
{
    private readonly LineCondition[] _conditions;

    /// <summary>Of a question, all but its deployment, its recorded time and its address.</summary>
    public LineTest(Question question)
    {
        _conditions = [.. ConditionsOf(question)];
        Needle = _conditions.OfType<LineCondition.OneOf>().FirstOrDefault(one => one.Texts.Count == 1) is { } exact
            ? Encoding.UTF8.GetBytes($"\"{exact.Member}\":\"{JsonEncodedText.Encode(exact.Texts.Single())}\"")
            : null;
    }

    /// <summary>Bytes that every line looked for has; null where nothing is known of them.</summary>
    public byte[]? Needle { get; }

    /// <summary>Whether the line, a JSON object, fulfils every condition.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool Holds(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        var left = _conditions.Length;
        while (left > 0 && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var condition = Find(ref reader);
            reader.Read();
            if (condition is null)
                reader.Skip();
            else if (condition.Holds(ref reader))
                left--;
            else
                return false;
        }

        return left == 0;
    }

    private LineCondition? Find(ref Utf8JsonReader name)
    {
        foreach (var condition in _conditions)
        {
            if (name.ValueTextEquals(condition.Member))
                return condition;
        }

        return null;
    }

    private static IEnumerable<LineCondition> ConditionsOf(Question question)
    {
        foreach (var wanted in question.Wanted)
            yield return new LineCondition.OneOf(wanted.Field.Member, wanted.Values);
        if (question.Failed)
            yield return new LineCondition.Is("failed");
        if (question.Refused)
            yield return new LineCondition.Is("refusal");
        if (question.Score is { } score)
            yield return new LineCondition.Within("score", score);
        if (question.Latency is { } latency)
            yield return new LineCondition.Within("latencyMs", latency);
        if (question.Since is not null || question.Until is not null)
        {
            yield return new LineCondition.Between(
                "startedAt", question.Since ?? DateTimeOffset.MinValue, question.Until ?? DateTimeOffset.MaxValue);
        }

        if (question.Kinds.Count > 0)
            yield return new LineCondition.OneOf("kind", [.. question.Kinds.Select(WordOf)]);
    }

    private static string WordOf(ObservationKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
