using System.Text.RegularExpressions;

namespace Governance.SystemTests.Store;

/// <summary>What Marten created, as psql described it: tables with columns and unique keys, and functions.</summary>
internal sealed partial record MartenTables(
    IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> UniqueKeys, IReadOnlyList<string> Functions)
{
    /// <summary>Columns that were added by hand to the recorded schema, to see whether Marten minds.</summary>
    private static readonly string[] s_added = ["mt_events.leaf_hash", "mt_events.subject_key"];

    public static MartenTables Read(string file)
    {
        var (columns, keys, functions) = (new Dictionary<string, string>(), new List<string>(), new List<string>());
        var table = "";
        foreach (var line in File.ReadLines(file))
        {
            if (Title().Match(line) is { Success: true } title)
                table = title.Groups["table"].Value;
            else if (Column().Match(line) is { Success: true } column)
                columns[$"{table}.{column.Groups["name"].Value}"] = column.Groups["type"].Value.Trim();
            else if (UniqueKey().Match(line) is { Success: true } key)
                keys.Add($"{table} {key.Groups["name"].Value} ({key.Groups["columns"].Value})");
            else if (Function().Match(line) is { Success: true } function)
                functions.Add(function.Value);
        }

        foreach (var added in s_added)
            columns.Remove(added);
        return new MartenTables(columns, keys, functions);
    }

    [GeneratedRegex("""^ *Table "compat\.(?<table>\w+)"$""")]
    private static partial Regex Title();

    //  version     | bigint                   |           | not null |
    [GeneratedRegex(@"^ (?<name>[a-z]\w*) +\| (?<type>[^|]+)\|[^|]*\|[^|]*\|")]
    private static partial Regex Column();

    //     "pk_mt_events_stream_and_version" UNIQUE, btree (stream_id, version)
    [GeneratedRegex("""^    "(?<name>\w+)" (?:PRIMARY KEY|UNIQUE), btree \((?<columns>[^)]+)\)$""")]
    private static partial Regex UniqueKey();

    // The functions on events; those on documents (mt_jsonb_…, mt_grams_…) belong to tables that are not here.
    [GeneratedRegex(@"^mt_(?:archive|mark|quick)\w*\(.*$")]
    private static partial Regex Function();
}
