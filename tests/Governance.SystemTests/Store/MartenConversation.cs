using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Governance.SystemTests.Store;

/// <summary>A statement of a recorded conversation: its text and its parameters as literals by number.</summary>
internal sealed record Said(string Step, string Sql, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The same about streams of another name, with event ids of its own.</summary>
    public Said About(string name) => this with
    {
        Parameters = Parameters.ToDictionary(
            parameter => parameter.Key,
            parameter => MartenConversation.EventId().Replace(
                parameter.Value.Replace("fixture-", $"fixture-{name}-", StringComparison.Ordinal),
                id => IdOf(name, id.Value))),
    };

    /// <summary>The statement with its parameters as literals, in another schema.</summary>
    public string In(string schema) => Regex
        .Replace(Sql, @"\$\d+", parameter => Parameters[parameter.Value])
        .Replace("compat.", schema + ".", StringComparison.Ordinal);

    private static string IdOf(string name, string id) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name + id)).AsSpan(0, 16)).ToString();
}

/// <summary>Reads PostgreSQL's statement log of what Marten said.</summary>
internal static partial class MartenConversation
{
    public static IEnumerable<Said> Read(string file)
    {
        var step = "";
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var sql = Statement().Match(lines[i]).Groups["sql"].Value;
            if (sql.Length == 0)
                continue;
            if (Step().Match(sql) is { Success: true } named)
            {
                step = named.Groups["name"].Value;
                continue;
            }

            var parameters = i + 1 < lines.Length && lines[i + 1].StartsWith("DETAIL:", StringComparison.Ordinal)
                ? Parameter().Matches(lines[i + 1]).ToDictionary(m => m.Groups["n"].Value, m => m.Groups["v"].Value)
                : [];
            yield return new Said(step, sql, parameters);
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    public static partial Regex EventId();

    [GeneratedRegex(@"^LOG:  (?:statement|execute <unnamed>): (?<sql>.*)$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"^select '### (?<name>.*)'$")]
    private static partial Regex Step();

    // $1 = 'it''s', $2 = NULL
    [GeneratedRegex(@"(?<n>\$\d+) = (?<v>NULL|'(?:[^']|'')*')")]
    private static partial Regex Parameter();
}
