using System.Globalization;
using System.Text.Json;

namespace Governance.Server.Intake.Otlp;

/// <summary>Walks resources, spans and log records of one OTLP/JSON request.</summary>
internal sealed class OtlpJsonRecords(ITelemetryVisitor visitor, TelemetrySignal signal)
{
    private readonly RecordHead _head = new();
    private readonly OtlpJsonValues _values = new(visitor);
    private readonly byte[] _id = new byte[16];

    /// <summary>A resource: only its attributes matter here.</summary>
    public void Resource(ref Utf8JsonReader reader)
    {
        if (!Is(ref reader, JsonTokenType.StartObject))
            return;
        while (OtlpJson.NextMember(ref reader))
        {
            var wanted = reader.ValueTextEquals("attributes"u8);
            reader.Read();
            if (wanted && Is(ref reader, JsonTokenType.StartArray))
                _values.Attributes(ref reader, AttributePlace.Resource);
            else
                reader.Skip();
        }
        if (_values.TakeFault() is { } fault)
            throw new OtlpFormatException($"The resource cannot be read: {fault}");
    }

    /// <summary>The elements of a list of spans or log records.</summary>
    public void Records(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            _head.Clear(isSpan: signal is TelemetrySignal.Traces);
            visitor.BeginRecord();
            if (Is(ref reader, JsonTokenType.StartObject))
                Record(ref reader);
            else
                reader.Skip();
            _head.Fault ??= _values.TakeFault();
            visitor.EndRecord(_head);
        }
    }

    private void Record(ref Utf8JsonReader reader)
    {
        ulong observed = 0;
        while (OtlpJson.NextMember(ref reader))
        {
            if (_head.IsSpan)
                SpanMember(ref reader);
            else
                LogMember(ref reader, ref observed);
        }
        if (_head.StartNanos == 0)
            _head.StartNanos = observed;
    }

    private void SpanMember(ref Utf8JsonReader reader)
    {
        if (SharedMember(ref reader))
            return;
        if (Named(ref reader, "parentSpanId"u8))
            _head.SetParentSpanId(Id(ref reader));
        else if (Named(ref reader, "startTimeUnixNano"u8))
            _head.StartNanos = Nanos(ref reader);
        else if (Named(ref reader, "endTimeUnixNano"u8))
            _head.EndNanos = Nanos(ref reader);
        else if (Named(ref reader, "traceState"u8))
            _head.KeptShare = TraceState.KeptShare(_values.Text(ref reader));
        else if (Named(ref reader, "events"u8))
            Events(ref reader);
        else if (Named(ref reader, "status"u8))
            Status(ref reader);
        else
            SkipMember(ref reader);
    }

    private void LogMember(ref Utf8JsonReader reader, ref ulong observed)
    {
        if (SharedMember(ref reader))
            return;
        if (Named(ref reader, "timeUnixNano"u8))
            _head.StartNanos = Nanos(ref reader);
        else if (Named(ref reader, "observedTimeUnixNano"u8))
            observed = Nanos(ref reader);
        else if (Named(ref reader, "eventName"u8))
            visitor.EventName(_values.Text(ref reader));
        else if (Named(ref reader, "body"u8))
            _values.Body(ref reader);
        else
            SkipMember(ref reader);
    }

    private bool SharedMember(ref Utf8JsonReader reader)
    {
        if (Named(ref reader, "traceId"u8))
            _head.SetTraceId(Id(ref reader));
        else if (Named(ref reader, "spanId"u8))
            _head.SetSpanId(Id(ref reader));
        else if (!Named(ref reader, "attributes"u8))
            return false;
        else if (Is(ref reader, JsonTokenType.StartArray))
            _values.Attributes(ref reader, AttributePlace.Record);
        else
            reader.Skip();
        return true;
    }

    private void Events(ref Utf8JsonReader reader)
    {
        if (!Is(ref reader, JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (Is(ref reader, JsonTokenType.StartObject))
                _values.SpanEvent(ref reader);
            else
                reader.Skip();
        }
    }

    private void Status(ref Utf8JsonReader reader)
    {
        if (!Is(ref reader, JsonTokenType.StartObject))
        {
            reader.Skip();
            return;
        }
        while (OtlpJson.NextMember(ref reader))
        {
            if (Named(ref reader, "code"u8))
                _head.StatusIsError = reader.TokenType is JsonTokenType.Number && reader.ValueSpan.SequenceEqual("2"u8);
            else
                SkipMember(ref reader);
        }
    }

    /// <summary>True, and moved on to the value, when the member has this name.</summary>
    private static bool Named(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType is not JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
            return false;
        reader.Read();
        return true;
    }

    private static void SkipMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>
    /// True when the value has that form. Null is an absent value, anything else a fault of the record.
    /// </summary>
    private bool Is(ref Utf8JsonReader reader, JsonTokenType form)
    {
        if (reader.TokenType == form)
            return true;
        if (reader.TokenType is not JsonTokenType.Null)
            _head.Fault ??= form is JsonTokenType.StartArray ? "a list is not an array" : "an object is something else";
        return false;
    }

    /// <summary>
    /// Sixteen or eight bytes in hexadecimal of either case; one zero byte, which is no id, for anything else.
    /// </summary>
    private ReadOnlySpan<byte> Id(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null || (IsText(ref reader) && reader.ValueSpan.IsEmpty))
            return default;
        if (!IsText(ref reader)
            || Convert.FromHexString(reader.ValueSpan, _id, out var read, out var written) is not
                System.Buffers.OperationStatus.Done
            || read != reader.ValueSpan.Length)
        {
            reader.Skip();
            return [0];
        }
        return _id.AsSpan(0, written);
    }

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String;

    /// <summary>Nanoseconds as a string or a number; both are legal.</summary>
    private ulong Nanos(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return 0;
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && ulong.TryParse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var nanos))
        {
            return nanos;
        }
        reader.Skip();
        _head.Fault ??= "a time is not a whole number of nanoseconds";
        return 0;
    }
}
