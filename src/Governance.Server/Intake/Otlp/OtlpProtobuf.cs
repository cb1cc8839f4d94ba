namespace Governance.Server.Intake.Otlp;

/// <summary>
/// Walks an export request in protobuf and shows it to a visitor, without building objects. Field numbers:
/// opentelemetry-proto 1.11. The three signals share the numbers of their containers.
/// </summary>
internal static class OtlpProtobuf
{
    /// <summary>Reads a whole request.</summary>
    /// <exception cref="OtlpFormatException">The body is not an export request of this signal.</exception>
    public static void Read(ReadOnlySpan<byte> body, TelemetrySignal signal, ITelemetryVisitor visitor)
    {
        var head = new RecordHead();
        var request = new ProtobufCursor(body);
        while (request.Next())
        {
            if (request.Field == 1)
                ResourceContainer(request.AsBytes(), signal, visitor, head);
            else
                request.Skip();
        }
    }

    /// <summary>The resource may follow its records, so it is looked for first.</summary>
    private static void ResourceContainer(
        ReadOnlySpan<byte> message, TelemetrySignal signal, ITelemetryVisitor visitor, RecordHead head)
    {
        visitor.BeginResource();
        var first = new ProtobufCursor(message);
        while (first.Next())
        {
            if (first.Field == 1)
                Resource(first.AsBytes(), visitor);
            else
                first.Skip();
        }

        var second = new ProtobufCursor(message);
        while (second.Next())
        {
            if (second.Field == 2)
                Scope(second.AsBytes(), signal, visitor, head);
            else
                second.Skip();
        }
    }

    private static void Resource(ReadOnlySpan<byte> message, ITelemetryVisitor visitor)
    {
        var resource = new ProtobufCursor(message);
        while (resource.Next())
        {
            if (resource.Field == 1)
                OtlpProtobufValues.KeyValue(resource.AsBytes(), AttributePlace.Resource, visitor);
            else
                resource.Skip();
        }
    }

    private static void Scope(
        ReadOnlySpan<byte> message, TelemetrySignal signal, ITelemetryVisitor visitor, RecordHead head)
    {
        var scope = new ProtobufCursor(message);
        while (scope.Next())
        {
            if (scope.Field != 2)
            {
                scope.Skip();
                continue;
            }

            head.Clear(isSpan: signal is TelemetrySignal.Traces);
            visitor.BeginRecord();
            if (head.IsSpan)
                Span(scope.AsBytes(), visitor, head);
            else
                LogRecord(scope.AsBytes(), visitor, head);
            visitor.EndRecord(head);
        }
    }

    private static void Span(ReadOnlySpan<byte> message, ITelemetryVisitor visitor, RecordHead head)
    {
        var span = new ProtobufCursor(message);
        while (span.Next())
        {
            switch (span.Field)
            {
                case 1:
                    head.SetTraceId(span.AsBytes());
                    break;
                case 2:
                    head.SetSpanId(span.AsBytes());
                    break;
                case 3:
                    head.KeptShare = TraceState.KeptShare(span.AsBytes());
                    break;
                case 4:
                    head.SetParentSpanId(span.AsBytes());
                    break;
                case 7:
                    head.StartNanos = span.AsFixed64();
                    break;
                case 8:
                    head.EndNanos = span.AsFixed64();
                    break;
                case 9:
                    OtlpProtobufValues.KeyValue(span.AsBytes(), AttributePlace.Record, visitor);
                    break;
                case 11:
                    SpanEvent(span.AsBytes(), visitor);
                    break;
                case 15:
                    head.StatusIsError |= IsError(span.AsBytes());
                    break;
                default:
                    span.Skip();
                    break;
            }
        }
    }

    private static bool IsError(ReadOnlySpan<byte> message)
    {
        var isError = false;
        var status = new ProtobufCursor(message);
        while (status.Next())
        {
            if (status.Field == 3)
                isError = status.AsVarint() == 2;
            else
                status.Skip();
        }
        return isError;
    }

    /// <summary>The name may follow the attributes, so it is looked for first.</summary>
    private static void SpanEvent(ReadOnlySpan<byte> message, ITelemetryVisitor visitor)
    {
        ReadOnlySpan<byte> name = default;
        var first = new ProtobufCursor(message);
        while (first.Next())
        {
            if (first.Field == 2)
                name = first.AsBytes();
            else
                first.Skip();
        }

        visitor.BeginSpanEvent(name);
        var second = new ProtobufCursor(message);
        while (second.Next())
        {
            if (second.Field == 3)
                OtlpProtobufValues.KeyValue(second.AsBytes(), AttributePlace.SpanEvent, visitor);
            else
                second.Skip();
        }
    }

    private static void LogRecord(ReadOnlySpan<byte> message, ITelemetryVisitor visitor, RecordHead head)
    {
        ulong observed = 0;
        var log = new ProtobufCursor(message);
        while (log.Next())
        {
            switch (log.Field)
            {
                case 1:
                    head.StartNanos = log.AsFixed64();
                    break;
                case 5:
                    OtlpProtobufValues.Body(log.AsBytes(), visitor);
                    break;
                case 6:
                    OtlpProtobufValues.KeyValue(log.AsBytes(), AttributePlace.Record, visitor);
                    break;
                case 9:
                    head.SetTraceId(log.AsBytes());
                    break;
                case 10:
                    head.SetSpanId(log.AsBytes());
                    break;
                case 11:
                    observed = log.AsFixed64();
                    break;
                case 12:
                    visitor.EventName(log.AsBytes());
                    break;
                default:
                    log.Skip();
                    break;
            }
        }

        if (head.StartNanos == 0)
            head.StartNanos = observed;
    }
}
