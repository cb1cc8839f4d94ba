using System.Globalization;
using System.Text;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Index;

namespace Governance.Server.Behaviour.Searching;

/// <summary>
/// Reads a question as it is typed, e.g. <c>deployment:support kind:inference finish:refusal since:2h</c> or
/// <c>evaluation:toxicity score:&gt;0.8 version:"chat 2"</c>. What it cannot read, it names.
/// </summary>
internal static class Tokens
{
    /// <summary>Longer texts are refused: nobody types them, characters.</summary>
    public const int LengthMax = 2_000;

    private const int TraceIdLength = 32;

    /// <summary>The question, as of <paramref name="now"/>, which <c>since:2h</c> counts from.</summary>
    public static Question Parse(string? text, DateTimeOffset now)
    {
        if (text is { Length: > LengthMax })
            return new Question { NotUnderstood = [$"more than {LengthMax} characters"] };
        var question = new Question();
        var wanted = new Dictionary<SearchField, List<string>>();
        var notUnderstood = new List<string>();
        foreach (var (token, isClosed) in Split(text ?? ""))
        {
            if (!isClosed)
            {
                notUnderstood.Add($"{token} (a quote is not closed)");
                continue;
            }

            var (word, value) = token.Split(':', 2) is [var key, { Length: > 0 } rest] ? (key, rest) : ("", "");
            if (SearchField.Find(word) is { } field)
                (wanted.TryGetValue(field, out var values) ? values : wanted[field] = []).Add(value);
            else if (Take(question, word, value, now) is { } further)
                question = further;
            else if (ObservationAddress.TryParse(token, out var address))
                question = question with { Address = address };
            else if (token.Length == TraceIdLength && token.All(char.IsAsciiHexDigitLower))
                wanted[SearchField.Find("trace")!] = [token];
            else
                notUnderstood.Add(token);
        }

        return question with
        {
            Wanted = [.. SearchField.All.Where(wanted.ContainsKey).Select(field => new Wanted(field, wanted[field]))],
            NotUnderstood = notUnderstood,
        };
    }

    private static Question? Take(Question question, string word, string value, DateTimeOffset now) => word switch
    {
        "deployment" when question.Deployment is null => question with { Deployment = value },
        "kind" when KindOf(value) is { } kind => question with { Kinds = [.. question.Kinds, kind] },
        "is" when value is "failed" => question with { Failed = true },
        "is" when value is "refused" => question with { Refused = true },
        "score" when RangeOf(value) is { } range => question with { Score = range },
        "latency" when RangeOf(value) is { } range => question with { Latency = range },
        "since" when TimeOf(value, now) is { } time => question with { Since = time },
        "until" when TimeOf(value, now) is { } time => question with { Until = time },
        "recorded-since" when TimeOf(value, now) is { } time => question with { RecordedSince = time },
        "recorded-until" when TimeOf(value, now) is { } time => question with { RecordedUntil = time },
        _ => null,
    };

    /// <summary>
    /// At blanks, but not within quotes; a quote or backslash of the value has a backslash before it.
    /// </summary>
    private static IEnumerable<(string Token, bool IsClosed)> Split(string text)
    {
        var token = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var (begin, quoted) = (at, false);
            for (token.Clear(); at < text.Length && (quoted || !char.IsWhiteSpace(text[at])); at++)
            {
                if (quoted && text[at] is '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
                    token.Append(text[++at]);
                else if (text[at] is '"')
                    quoted = !quoted;
                else
                    token.Append(text[at]);
            }

            if (at > begin)
                yield return (token.ToString(), !quoted);
        }
    }

    private static ObservationKind? KindOf(string word) =>
        Enum.TryParse<ObservationKind>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
            && Enum.IsDefined(kind) && !char.IsAsciiDigit(word[0])
            ? kind
            : null;

    private static NumberRange? RangeOf(string text)
    {
        if (text.Split("..") is [var low, var high])
            return NumberOf(low) is { } from && NumberOf(high) is { } to ? new NumberRange(from, to) : null;
        return text switch
        {
            ['<', '=', .. var rest] when NumberOf(rest) is { } n => new NumberRange(double.NegativeInfinity, n),
            ['>', '=', .. var rest] when NumberOf(rest) is { } n => new NumberRange(n, double.PositiveInfinity),
            ['<', .. var rest] when NumberOf(rest) is { } n =>
                new NumberRange(double.NegativeInfinity, n, WithHigh: false),
            ['>', .. var rest] when NumberOf(rest) is { } n =>
                new NumberRange(n, double.PositiveInfinity, WithLow: false),
            _ => NumberOf(text) is { } exactly ? new NumberRange(exactly, exactly) : null,
        };
    }

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;

    /// <summary><c>90s</c>, <c>30m</c>, <c>2h</c>, <c>7d</c> ago, or a date or time, without a zone UTC.</summary>
    private static DateTimeOffset? TimeOf(string text, DateTimeOffset now)
    {
        if (double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && SecondsIn(text[^1]) is { } seconds)
        {
            var ago = count * seconds;
            return ago < (now - DateTimeOffset.MinValue).TotalSeconds - 1 ? now.AddSeconds(-ago) : null;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    private static int? SecondsIn(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => null,
    };
}
