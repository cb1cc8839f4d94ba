using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.Postgres;
using Governance.Transparency.Tiles;
using Npgsql;

namespace Governance.Server.Audit.Exporting;

/// <summary>Writes payloads, exactly as stored, with what is needed to hold them against their leaves.</summary>
internal sealed class PayloadFiles(NpgsqlDataSource database)
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the lines of one bundle's facts, as far as the log is signed.</summary>
    public async Task WriteAsync(string file, long bundle, long size, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var from = bundle * TileAddress.FullWidth;
        await using var command = database.CreateCommand(Sql.Of<PayloadFiles>("read_payloads"));
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(Math.Min(size, from + TileAddress.FullWidth));
        await using var row = await command.ExecuteReaderAsync(ct);
        await using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        while (await row.ReadAsync(ct))
        {
            await using (var line = new Utf8JsonWriter(stream, s_options))
                Write(line, row);
            stream.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter line, NpgsqlDataReader row)
    {
        line.WriteStartObject();
        line.WriteNumber("position", row.GetInt64(0));
        line.WriteBase64String("salt", row.GetFieldValue<byte[]>(1));
        line.WriteString("id", row.GetString(2));
        line.WriteString("causation", Text(row, 3));
        line.WriteString("user", Text(row, 4));
        line.WriteString("dotnetType", Text(row, 5));
        line.WriteString("headers", Text(row, 6));
        line.WriteString("data", row.GetString(7));
        line.WriteEndObject();
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
