using System.Buffers;
using System.Text.Json;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Shell;

namespace Governance.Server.Behaviour.Exporting;

/// <summary>
/// One JSON object a line: where the observation lies, and the observation exactly as it was recorded, so that its
/// proof can be held against it.
/// </summary>
internal sealed class JsonLines : IObservationFormat
{
    /// <inheritdoc/>
    public string Extension => "jsonl";

    /// <inheritdoc/>
    public string ContentType => "application/x-ndjson";

    /// <inheritdoc/>
    public void Begin(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, FoundObservation found)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("address", found.Address.ToString());
        json.WriteString("deployment", found.Name);
        json.WriteString("recordedAt", Moment.Iso(found.RecordedAt));
        json.WritePropertyName("observation");
        json.WriteRawValue(found.Line.Span, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }
}
