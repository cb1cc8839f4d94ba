using System.IO.Compression;
using System.Text;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>Every byte that a server keeps: all columns of all tables, also unpacked, and its files.</summary>
internal static class EverythingKept
{
    /// <summary>Where one of these words is kept, ignoring case; empty when nowhere.</summary>
    internal static async Task<List<string>> WithAnyOfAsync(GovernanceHost host, params string[] words)
    {
        var found = new List<string>();
        await foreach (var (place, text) in AllAsync(host))
        {
            found.AddRange(words
                .Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
                .Select(word => $"{place}: {Around(text, word)}"));
        }
        return found;
    }

    private static string Around(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        return text[Math.Max(0, at - 40)..Math.Min(text.Length, at + 80)];
    }

    private static async IAsyncEnumerable<(string Place, string Text)> AllAsync(GovernanceHost host)
    {
        await foreach (var (table, column, isBytes) in ColumnsAsync(host.Database))
        {
            await foreach (var bytes in ValuesAsync(host.Database, table, column, isBytes))
            {
                yield return ($"{table}.{column}", Encoding.Latin1.GetString(bytes));
                if (isBytes && Unpacked(bytes) is { } unpacked)
                    yield return ($"{table}.{column} unpacked", unpacked);
            }
        }
        foreach (var file in Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories))
        {
            yield return (file, file);
            yield return (file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Ct)));
        }
    }

    private static async IAsyncEnumerable<(string Table, string Column, bool IsBytes)> ColumnsAsync(
        TestDatabase database)
    {
        var columns = new List<(string Table, string Column, bool IsBytes)>();
        await using (var list = database.DataSource.CreateCommand(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = $1"))
        {
            list.Parameters.AddWithValue(database.Schema);
            await using var reader = await list.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2) == "bytea"));
        }
        columns.ShouldContain(("es_segment", "body", true));
        foreach (var column in columns)
            yield return column;
    }

    private static async IAsyncEnumerable<byte[]> ValuesAsync(
        TestDatabase database, string table, string column, bool isBytes)
    {
        var value = isBytes ? $"\"{column}\"" : $"convert_to(\"{column}\"::text, 'UTF8')";
        await using var read = database.DataSource.CreateCommand(
            $"select {value} from \"{table}\" where \"{column}\" is not null");
        await using var reader = await read.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
            yield return reader.GetFieldValue<byte[]>(0);
    }

    private static string? Unpacked(byte[] bytes)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var reader = new StreamReader(brotli);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
