using System.Globalization;

namespace Governance.Server.Shell;

/// <summary>Times as people read them; the script <c>time-ago.js</c> writes the very same words.</summary>
public static class Moment
{
    private const string Ago = " ago";

    /// <summary>
    /// <c>just now</c>, <c>12 s ago</c>, <c>4 min ago</c>, <c>2 hr ago</c>, <c>3 days ago</c>, <c>in 4 min</c>.
    /// </summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var seconds = (long)Math.Floor((now - at).TotalSeconds);
        var ahead = seconds < 0;
        var span = Math.Abs(seconds);
        if (span < 5)
            return "just now";
        var words = span switch
        {
            < 60 => $"{span} s",
            < 3_600 => $"{span / 60} min",
            < 172_800 => $"{span / 3_600} hr",
            _ => $"{span / 86_400} days",
        };
        return ahead ? $"in {words}" : words + Ago;
    }

    /// <summary>What is to be done by a time: <c>due in 4 min</c>, <c>overdue 46 s</c>.</summary>
    public static string Due(DateTimeOffset at, DateTimeOffset now) => Relative(at, now) switch
    {
        var past when past.EndsWith(Ago, StringComparison.Ordinal) => $"overdue {past[..^Ago.Length]}",
        var words => $"due {words}",
    };

    /// <summary><c>2026-11-21 00:59:10 UTC</c>.</summary>
    public static string Absolute(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 with microseconds, for machines: <c>2026-11-21T00:59:10.123456Z</c>.</summary>
    public static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in at most two parts: <c>8 s</c>, <c>2 min 5 s</c>, <c>3 hr 10 min</c>.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { TotalMinutes: < 60 } => Parts($"{span.Minutes} min", span.Seconds, "s"),
        { TotalDays: < 2 } => Parts($"{(int)span.TotalHours} hr", span.Minutes, "min"),
        _ => Parts($"{(int)span.TotalDays} days", span.Hours, "hr"),
    };

    private static string Parts(string first, int rest, string unit) => rest == 0 ? first : $"{first} {rest} {unit}";
}
