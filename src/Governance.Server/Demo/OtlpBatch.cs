using System.Globalization;

namespace Governance.Server.Demo;

/// <summary>
/// One export of a synthetic sender, as OTLP/protobuf: spans and log records of one resource
/// (opentelemetry-proto 1.11, ExportTraceServiceRequest and ExportLogsServiceRequest).
/// </summary>
internal sealed class OtlpBatch
{
    private readonly SyntheticSender _sender;
    private readonly ProtobufWriter _traces = new();
    private readonly ProtobufWriter _logs = new();

    internal OtlpBatch(SyntheticSender sender)
    {
        _sender = sender;
        Clear();
    }

    internal int Spans { get; private set; }

    internal int Records { get; private set; }

    /// <summary>Closes the open containers and gives the body; null when nothing was added.</summary>
    internal ReadOnlyMemory<byte>? Traces() => Spans == 0 ? null : Closed(_traces);

    /// <inheritdoc cref="Traces"/>
    internal ReadOnlyMemory<byte>? Logs() => Records == 0 ? null : Closed(_logs);

    internal void Clear()
    {
        Spans = Records = 0;
        Open(_traces);
        Open(_logs);
    }

    internal void Span(SpanFrame frame, ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        _traces.Begin(2);
        _traces.Bytes(1, frame.Trace);
        _traces.Bytes(2, frame.Span);
        if (frame.Parent is not null)
        {
            _traces.Bytes(4, frame.Parent);
        }

        _traces.String(5, frame.Name);
        _traces.Varint(6, 1);
        _traces.Fixed64(7, Nanoseconds(frame.Start));
        _traces.Fixed64(8, Nanoseconds(frame.End));
        Attributes(_traces, 9, attributes);
        if (frame.Failed)
        {
            _traces.Begin(15);
            _traces.Varint(3, 2);
            _traces.End();
        }

        _traces.End();
        Spans++;
    }

    internal void Record(
        string name,
        DateTimeOffset at,
        byte[]? trace,
        byte[]? span,
        ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        _logs.Begin(2);
        _logs.Fixed64(1, Nanoseconds(at));
        _logs.Fixed64(11, Nanoseconds(at));
        _logs.Varint(2, 9);
        Attributes(_logs, 6, attributes);
        if (trace is not null && span is not null)
        {
            _logs.Bytes(9, trace);
            _logs.Bytes(10, span);
        }

        _logs.String(12, name);
        _logs.End();
        Records++;
    }

    private void Open(ProtobufWriter writer)
    {
        writer.Clear();
        writer.Begin(1);
        writer.Begin(1);
        Attributes(writer, 1, _sender.Resource);
        writer.End();
        writer.Begin(2);
    }

    private static ReadOnlyMemory<byte> Closed(ProtobufWriter writer)
    {
        writer.End();
        writer.End();
        return writer.Written;
    }

    private static void Attributes(ProtobufWriter writer, int field, ReadOnlySpan<(string Key, object? Value)> pairs)
    {
        foreach (var (key, value) in pairs)
        {
            if (value is null)
            {
                continue;
            }

            writer.Begin(field);
            writer.String(1, key);
            writer.Begin(2);
            Value(writer, value);
            writer.End();
            writer.End();
        }
    }

    private static void Value(ProtobufWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.String(1, text);
                break;
            case bool flag:
                writer.Varint(2, flag ? 1 : 0);
                break;
            case int or long:
                writer.Varint(3, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.Double(4, number);
                break;
            case string[] list:
                writer.Begin(5);
                foreach (var item in list)
                {
                    writer.Begin(1);
                    writer.String(1, item);
                    writer.End();
                }

                writer.End();
                break;
            default:
                throw new NotSupportedException($"An attribute cannot be a {value.GetType().Name}.");
        }
    }

    private static ulong Nanoseconds(DateTimeOffset at) => (ulong)(at - DateTimeOffset.UnixEpoch).Ticks * 100;
}

/// <summary>Ids, name and times of one span.</summary>
internal readonly record struct SpanFrame(
    byte[] Trace, byte[] Span, byte[]? Parent, string Name, DateTimeOffset Start, DateTimeOffset End, bool Failed);
