using System.Buffers;
using System.Text;
using System.Text.Json;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Shell;

namespace Governance.Server.Behaviour.Exporting;

/// <summary>
/// A spreadsheet's view: the members that most observations have, one column each; what was not told is an empty cell.
/// Everything else is in the JSON lines.
/// </summary>
internal sealed class CsvLines : IObservationFormat
{
    private static readonly string[] s_members =
    [
        "startedAt", "kind", "modelVersion", "traceId", "spanId", "parentSpanId", "conversationId", "user", "agent",
        "context", "taskClass", "latencyMs", "inputTokens", "outputTokens", "costMicros", "costIsEstimated", "finish",
        "refusal", "failed", "errorClass", "tool", "guardrail", "verdict", "category", "evaluationName", "score",
        "label", "evaluatorKind", "responseId", "targetResponseId", "weight",
    ];

    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public string Extension => "csv";

    /// <inheritdoc/>
    public string ContentType => "text/csv; charset=utf-8";

    /// <inheritdoc/>
    public void Begin(IBufferWriter<byte> output) =>
        Write(output, ["address", "deployment", "recordedAt", .. s_members]);

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, FoundObservation found)
    {
        using var line = JsonDocument.Parse(found.Line);
        Write(
            output,
            [
                found.Address.ToString(), found.Name, Moment.Iso(found.RecordedAt),
                .. s_members.Select(member => line.RootElement.TryGetProperty(member, out var value)
                    ? value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText()
                    : null),
            ]);
    }

    private void Write(IBufferWriter<byte> output, IEnumerable<string?> cells)
    {
        _line.Clear().Line(cells);
        foreach (var chunk in _line.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, output);
    }
}
