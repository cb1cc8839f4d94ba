using System.Globalization;
using System.Text;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>Writes down everything that a reader shows, one line each.</summary>
internal sealed class RecordingVisitor : ITelemetryVisitor
{
    internal List<string> Lines { get; } = [];

    public void BeginResource() => Lines.Add("resource");

    public void BeginRecord() => Lines.Add("record");

    public void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value) =>
        Lines.Add($"{place} {Text(key)} = {Said(value)}");

    public void EventName(ReadOnlySpan<byte> name) => Lines.Add($"named {Text(name)}");

    public void BodyEntry(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> key, AttributeValue value) =>
        Lines.Add($"body {Text(outer)}/{Text(key)} = {Said(value)}");

    public void BeginSpanEvent(ReadOnlySpan<byte> name) => Lines.Add($"event {Text(name)}");

    public void EndRecord(RecordHead head)
    {
        Lines.Add($"trace {head.TraceIdState} {head.TraceId:x32}");
        Lines.Add($"span {head.SpanIdState} {head.SpanId:x16} of {head.ParentSpanIdState} {head.ParentSpanId:x16}");
        Lines.Add($"time {head.StartNanos} {head.EndNanos} error {head.StatusIsError} fault {head.Fault}");
    }

    internal static string Said(AttributeValue value) => value.Type switch
    {
        AttributeType.Text => $"text {Text(value.Text)}",
        AttributeType.Integer => $"integer {value.Integer}",
        AttributeType.Number => $"number {value.Number.ToString("R", CultureInfo.InvariantCulture)}",
        AttributeType.Flag => $"flag {value.Integer}",
        var other => other.ToString(),
    };

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
