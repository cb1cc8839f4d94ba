using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>What could be read of a question: the targeting key, or OFREP's error code.</summary>
internal readonly record struct OfrepRequest(string? TargetingKey, string? ErrorCode)
{
    /// <summary>Longest body that is read: a context is a handful of attributes.</summary>
    internal const int BodyMax = 64 * 1024;

    internal const string ParseError = "PARSE_ERROR";
    internal const string InvalidContext = "INVALID_CONTEXT";
    internal const string TargetingKeyMissing = "TARGETING_KEY_MISSING";

    /// <summary>Reads <c>{"context": {"targetingKey": "…", …}}</c>, without building a document.</summary>
    internal static async ValueTask<OfrepRequest> ReadAsync(PipeReader body, CancellationToken ct)
    {
        while (true)
        {
            var read = await body.ReadAsync(ct);
            if (read.Buffer.Length > BodyMax)
            {
                return new OfrepRequest(null, ParseError);
            }

            if (read.IsCompleted)
            {
                var request = Parse(read.Buffer);
                body.AdvanceTo(read.Buffer.End);
                return request;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal static OfrepRequest Parse(in ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
            {
                return new OfrepRequest(null, ParseError);
            }

            var found = new OfrepRequest(null, TargetingKeyMissing);
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                var isContext = json.ValueTextEquals("context"u8);
                json.Read();
                if (isContext)
                {
                    found = ReadContext(ref json);
                }
                else
                {
                    json.Skip();
                }
            }

            // Whatever follows the object makes the reader throw: half a question is not answered.
            json.Read();
            return found;
        }
        catch (JsonException)
        {
            return new OfrepRequest(null, ParseError);
        }
    }

    private static OfrepRequest ReadContext(ref Utf8JsonReader json)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            json.Skip();
            return new OfrepRequest(null, InvalidContext);
        }

        string? key = null;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isKey = json.ValueTextEquals("targetingKey"u8);
            json.Read();
            if (isKey && json.TokenType is JsonTokenType.String)
            {
                key = json.GetString();
            }
            else
            {
                json.Skip();
            }
        }

        return string.IsNullOrEmpty(key) ? new(null, TargetingKeyMissing) : new(key, null);
    }
}
