using System.Buffers.Binary;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// Everything kept of the line that is being read. Its fields are said to the same slots, and so pass the same
/// allow-list and get the same pseudonyms, as the attributes of OTLP that they stand for.
/// </summary>
internal sealed class LineSays(InstallationKey key, PseudonymKeys pseudonyms) : IDisposable
{
    /// <summary>Longest name of an attribute whose last part is the sender's own: a prefix and that.</summary>
    private const int MaxNameBytes = 32 + Identifier.MaxName;

    private const double NanosPerMillisecond = 1_000_000;

    private const int SpanDigits = 16;

    private readonly RecordSays _says = new(new Texts(), key, pseudonyms);
    private readonly RecordHead _head = new();
    private readonly LineValues _values = new();
    private readonly byte[] _name = new byte[MaxNameBytes];
    private readonly byte[] _id = new byte[Texts.MaxBytes];
    private int _idLength;
    private bool _hasResponseId;
    private double? _latencyMs;

    /// <summary>What the batch said.</summary>
    public FieldSlots Batch => _says.Resource;

    /// <summary>The line's own id; empty when it has none.</summary>
    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    /// <summary>True once a usable time was said.</summary>
    public bool HasTime => _head.StartNanos > 0;

    /// <summary>Words that the tables of the mapping do not take though the line's own does.</summary>
    public int Dropped => _says.Record.Dropped;

    public void Dispose() => _says.Dispose();

    /// <summary>A new line of this kind begins.</summary>
    public void Clear(LineKind kind)
    {
        _says.Clear();
        _head.Clear(kind.IsSpan);
        _says.EventName = kind.EventName;
        _says.Take("governance.line"u8, AttributeValue.Of("1"u8));
        (_idLength, _hasResponseId, _latencyMs) = (0, false, null);
    }

    /// <summary>Takes the value that the reader stands on; false when its type does not allow it.</summary>
    /// <param name="field">Whose value it is.</param>
    /// <param name="path">Its whole path, with the sender's own part.</param>
    /// <param name="reader">Is left at the value's end.</param>
    /// <param name="held">Where a batch keeps what it hands on to its lines; null for a line's own word.</param>
    public bool Take(
        LineField field,
        scoped ReadOnlySpan<byte> path,
        scoped ref Utf8JsonReader reader,
        HeldFields? held = null)
    {
        switch (field.Role)
        {
            case LineRole.Kind:
                return true;
            case LineRole.Time:
                var isTime = _values.TryTime(ref reader, out var nanos);
                _head.StartNanos = nanos;
                return isTime;
            case LineRole.Latency:
                var isLatency = LineValues.TryNumber(ref reader, field.Type, out var latency);
                _latencyMs = isLatency ? latency : null;
                return isLatency;
            case LineRole.Error when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                _head.StatusIsError = reader.TokenType is JsonTokenType.True;
                return true;
            case LineRole.Attribute or LineRole.NamedAttribute or LineRole.Error:
                return TakeAttribute(field, path, ref reader, held);
            default:
                return _values.TryText(ref reader, field.Type, out var text) && TakeId(field, text);
        }
    }

    /// <summary>Says again what the batch said, where the line itself says nothing.</summary>
    public void Take(HeldFields held, LineKinds kind)
    {
        for (var index = 0; index < held.All.Count; index++)
        {
            var field = held.All[index];
            if ((field.Kinds & kind) != 0)
                _says.Take(field.Attribute, field.Value);
        }
    }

    /// <summary>The line as an observation on its way into the log.</summary>
    public Received Receive(LineKind kind, Sender sender, ObservationId id, DateTimeOffset receivedAt)
    {
        if (_latencyMs is { } latency)
            _head.EndNanos = _head.StartNanos + (ulong)Math.Min(latency * NanosPerMillisecond, long.MaxValue);
        if (kind.Flag is LineKinds.Inference && _idLength > 0)
            Place(id);
        // Who judges a line that has no other name names it by its id.
        if ((kind.Flag & LineKinds.Call) != 0 && !_hasResponseId && _idLength > 0)
            _says.Take("gen_ai.response.id"u8, AttributeValue.Of(Id));
        if (kind.Flag is LineKinds.Feedback)
            _says.Take("gen_ai.evaluation.name"u8, AttributeValue.Of("user_feedback"u8));
        var isFeedback = kind.Flag is LineKinds.Evaluation
            && _says.Record.Text(Field.EvaluationName) is "user_feedback";
        var observation = _says.Observe(isFeedback ? ObservationKind.Feedback : kind.Observed, _head, receivedAt);
        TracePlace? place = _head.TraceIdState is IdState.Good && _head.SpanIdState is IdState.Good
            ? new TracePlace(_head.TraceId, _head.SpanId, _head.ParentSpanId, kind.IsSpan)
            : null;
        return Received.Of(sender, observation, id, place, _says.LentTo(_says.Record), _says.Record);
    }

    /// <summary>
    /// An answer outside any trace stands in one of its own, where scores that name its id find it, before or after it.
    /// </summary>
    private void Place(ObservationId id)
    {
        if (_head.TraceIdState is not IdState.Absent || _head.SpanIdState is not IdState.Absent)
            return;
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], id.Low);
        _head.SetTraceId(bytes[..16]);
        _head.SetSpanId(bytes[16..]);
    }

    private bool TakeAttribute(
        LineField field, scoped ReadOnlySpan<byte> path, scoped ref Utf8JsonReader reader, HeldFields? held)
    {
        if (field.Type.Form is LineForm.Texts && reader.TokenType is JsonTokenType.StartArray)
            return TakeTexts(field, ref reader);
        if (!TryValue(field, ref reader, out var value))
            return false;
        _hasResponseId |= field.IsResponseId;
        if (field.Role is LineRole.NamedAttribute)
            return TakeNamed(field, path[(field.Name.Length + 1)..], value, held);
        if (held is null && field.IsKnown)
        {
            _says.Record.Take(field.Known, value);
            return true;
        }
        var isKept = true;
        foreach (var attribute in field.Attributes)
            isKept &= Say(field, attribute, value, held);
        return isKept;
    }

    private bool TryValue(LineField field, scoped ref Utf8JsonReader reader, out AttributeValue value)
    {
        value = default;
        switch (field.Type.Form)
        {
            case LineForm.Integer:
                var isInteger = LineValues.TryInteger(ref reader, field.Type, out var integer);
                value = AttributeValue.Of(integer);
                return isInteger;
            case LineForm.Number:
                var isNumber = LineValues.TryNumber(ref reader, field.Type, out var number);
                value = AttributeValue.Of(number * field.Scale);
                return isNumber;
            case LineForm.Flag:
                value = AttributeValue.Of(reader.TokenType is JsonTokenType.True);
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            default:
                var isText = _values.TryText(ref reader, field.Type, out var text);
                value = AttributeValue.Of(text);
                return isText;
        }
    }

    /// <summary>Said one after the other, as an OTLP list's elements are.</summary>
    private bool TakeTexts(LineField field, scoped ref Utf8JsonReader reader)
    {
        var all = true;
        for (var count = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; count++)
        {
            if (!_values.TryText(ref reader, field.Type, out var text) || count >= LineType.MaxTexts)
                all = false;
            else
                _says.Take(field.Attributes[0], AttributeValue.Of(text));
            reader.Skip();
        }
        return all;
    }

    private bool TakeNamed(LineField field, ReadOnlySpan<byte> own, AttributeValue value, HeldFields? held)
    {
        var prefix = field.Attributes[0];
        if (!LineValues.IsName(own))
            return false;
        prefix.CopyTo(_name, 0);
        own.CopyTo(_name.AsSpan(prefix.Length));
        return Say(field, _name.AsSpan(0, prefix.Length + own.Length), value, held);
    }

    /// <summary>False where the mapping does not keep it, e.g. a sentence under the name of a label.</summary>
    private bool Say(LineField field, ReadOnlySpan<byte> attribute, AttributeValue value, HeldFields? held)
    {
        if (held is null)
            return _says.Take(attribute, value);
        if (field.IsHandedOn)
            held.Add(field.Kinds, attribute, value);
        else
            _says.Resource.Take(attribute, value);
        return true;
    }

    private bool TakeId(LineField field, ReadOnlySpan<byte> text)
    {
        switch (field.Role)
        {
            case LineRole.Id:
                text.CopyTo(_id);
                _idLength = text.Length;
                break;
            case LineRole.Target:
                _says.Take(field.Attributes[0], AttributeValue.Of(text));
                if (text.Length == SpanDigits && _head.SpanIdState is IdState.Absent)
                    TakeHex(text, LineRole.Span);
                break;
            default:
                TakeHex(text, field.Role);
                break;
        }
        return true;
    }

    private void TakeHex(ReadOnlySpan<byte> digits, LineRole role)
    {
        Span<byte> id = stackalloc byte[16];
        if (Convert.FromHexString(digits, id, out _, out var written) is not System.Buffers.OperationStatus.Done)
            return;
        if (role is LineRole.Trace)
            _head.SetTraceId(id[..written]);
        else if (role is LineRole.Span)
            _head.SetSpanId(id[..written]);
        else
            _head.SetParentSpanId(id[..written]);
    }
}
