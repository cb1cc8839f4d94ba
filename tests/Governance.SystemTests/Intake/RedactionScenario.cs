using System.IO.Compression;
using System.Net;
using System.Text;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>No word of a conversation reaches the database, whatever a sender leaves on.</summary>
public sealed class RedactionScenario
{
    private static readonly string[] s_content =
        ["You are helpful", "Say hello", "Hello there", "@example.com", "WEATHER in Paris", "REFUSE this", "My order"];

    [Fact]
    public async Task Requests_full_of_content_leave_none_of_it_in_any_column()
    {
        await using var host = await GovernanceHost.StartAsync();
        var captures = Captures.In(Path.Combine("data", "otlp-captures"))
            .Where(capture => capture.Text("transport") == "http")
            .ToList();
        captures.Select(capture => Encoding.UTF8.GetString(capture.Body))
            .ShouldContain(body => body.Contains("You are helpful"), "the captures hold content to look for");
        foreach (var capture in captures)
        {
            using var answer = await host.OtlpHttp.SendAsync(
                capture.ToRequest(), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, capture.Name);
        }
        (await Stored.ObservationsIn(host)).ShouldNotBeEmpty();
        await foreach (var (column, text) in EverythingStoredAsync(host.Database))
            s_content.ShouldAllBe(words => !text.Contains(words), column);
    }

    /// <summary>Every value of every column, bytes also unpacked.</summary>
    private static async IAsyncEnumerable<(string Column, string Text)> EverythingStoredAsync(TestDatabase database)
    {
        var columns = new List<(string Table, string Column, bool IsBytes)>();
        await using (var list = database.DataSource.CreateCommand(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = $1"))
        {
            list.Parameters.AddWithValue(database.Schema);
            await using var reader = await list.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2) == "bytea"));
        }
        columns.ShouldContain(("es_segment", "body", true));
        foreach (var (table, column, isBytes) in columns)
        {
            var value = isBytes ? $"\"{column}\"" : $"convert_to(\"{column}\"::text, 'UTF8')";
            await using var read = database.DataSource.CreateCommand(
                $"select {value} from \"{table}\" where \"{column}\" is not null");
            await using var reader = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                var bytes = reader.GetFieldValue<byte[]>(0);
                yield return ($"{table}.{column}", Encoding.Latin1.GetString(bytes));
                if (isBytes && Unpacked(bytes) is { } unpacked)
                    yield return ($"{table}.{column} unpacked", unpacked);
            }
        }
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
}
