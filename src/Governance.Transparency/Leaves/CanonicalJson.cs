using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.Transparency.Leaves;

/// <summary>
/// RFC 8785 (JCS): one spelling for each JSON value. Members sorted by UTF-16 code units, numbers as ECMAScript prints
/// doubles, the fewest escapes. Duplicate names and lone surrogates have no spelling: <see cref="FormatException"/>.
/// </summary>
public static class CanonicalJson
{
    /// <summary>
    /// The canonical UTF-8 of a JSON text; a text that is no JSON is a <see cref="FormatException"/>.
    /// </summary>
    public static byte[] Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var text = new StringBuilder();
            Write(text, document.RootElement);
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"No canonical JSON: {e.Message}", e);
        }
    }

    /// <summary>Appends a string with its quotes.</summary>
    public static StringBuilder Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            Escape(text, c);
        return text.Append('"');
    }

    /// <summary>A finite double as ECMAScript's Number::toString prints it; others are a FormatException.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new FormatException("JSON has no spelling for a number that is not finite.");
        if (value == 0)
            return "0";
        // .NET gives the same shortest digits; only their layout differs.
        var (digits, point) = Digits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Layout(digits, point);
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Write(index == 0 ? text : text.Append(','), item);
                text.Append(']');
                break;
            case JsonValueKind.String:
                Quote(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        string? previous = null;
        foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (member.Name == previous)
                throw new FormatException($"The name '{previous}' occurs twice in one object.");
            Quote(previous is null ? text : text.Append(','), member.Name).Append(':');
            Write(text, member.Value);
            previous = member.Name;
        }
        text.Append('}');
    }

    private static void Escape(StringBuilder text, char c)
    {
        _ = c switch
        {
            '"' => text.Append("\\\""),
            '\\' => text.Append("\\\\"),
            '\b' => text.Append("\\b"),
            '\t' => text.Append("\\t"),
            '\n' => text.Append("\\n"),
            '\f' => text.Append("\\f"),
            '\r' => text.Append("\\r"),
            < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => text.Append(c),
        };
    }

    // "1.2345E-7" → ("12345", −6): the value is 0.12345 · 10^point.
    private static (string Digits, int Point) Digits(string shortest)
    {
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(shortest[(e + 1)..], CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa.Length : dot;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole + exponent - leading);
    }

    // ECMA-262 Number::toString, with k digits and the decimal point after the n-th.
    private static string Layout(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
            return digits + new string('0', n - k);
        if (n is > 0 and <= 21)
            return digits[..n] + "." + digits[n..];
        if (n is > -6 and <= 0)
            return "0." + new string('0', -n) + digits;
        var exponent = (n - 1 < 0 ? "e-" : "e+") + Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return k == 1 ? digits + exponent : digits[..1] + "." + digits[1..] + exponent;
    }
}
