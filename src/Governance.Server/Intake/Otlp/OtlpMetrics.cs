using System.Text.Json;

namespace Governance.Server.Intake.Otlp;

/// <summary>
/// Counts the data points of a metrics request and thereby checks its form. Nothing else of it is used.
/// </summary>
internal static class OtlpMetrics
{
    /// <summary>Levels of JSON in a metrics request, exemplars and nested attribute values among them.</summary>
    private const int MaxJsonDepth = 300;

    /// <exception cref="OtlpFormatException">The body is not a metrics request.</exception>
    public static int CountPoints(ReadOnlySpan<byte> body, bool isJson) =>
        isJson ? CountJson(body) : CountWithin(body, s_path);

    // ExportMetricsServiceRequest.resource_metrics, .scope_metrics, .metrics, one of the five kinds, .data_points.
    private static readonly int[][] s_path = [[1], [2], [2], [5, 7, 9, 10, 11], [1]];

    private static int CountWithin(ReadOnlySpan<byte> message, ReadOnlySpan<int[]> path)
    {
        var points = 0;
        var cursor = new ProtobufCursor(message);
        while (cursor.Next())
        {
            if (!path[0].Contains(cursor.Field))
                cursor.Skip();
            else if (path.Length > 1)
                points += CountWithin(cursor.AsBytes(), path[1..]);
            else
                points += Counted(cursor.AsBytes());
        }
        return points;
    }

    private static int Counted(ReadOnlySpan<byte> point)
    {
        var cursor = new ProtobufCursor(point);
        while (cursor.Next())
            cursor.Skip();
        return 1;
    }

    private static int CountJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                throw new OtlpFormatException("The request is not a JSON object.");
            var points = 0;
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("dataPoints"u8))
                    points += CountElements(ref reader);
            }
            return points;
        }
        catch (JsonException malformed)
        {
            throw new OtlpFormatException(
                $"Malformed JSON at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to comparing a name with half a surrogate pair in it.
            throw new OtlpFormatException("Malformed JSON: a member's name is not valid UTF-16.");
        }
    }

    private static int CountElements(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
            return 0;
        var elements = 0;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            elements++;
            reader.Skip();
        }
        return elements;
    }
}
