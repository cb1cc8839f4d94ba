using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Governance.Server.Intake.Otlp;

/// <summary>Walks attributes and values of one OTLP/JSON request.</summary>
internal sealed class OtlpJsonValues(ITelemetryVisitor visitor)
{
    // Unescaped texts that are being shown: a key, the key around it and a value at most.
    private readonly ArrayBufferWriter<byte> _unescaped = new();
    private string? _fault;

    /// <summary>What was of the wrong type since the last call; null when nothing was.</summary>
    public string? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    /// <summary>The elements of a list of {key, value}; the reader stands on the list's start.</summary>
    public void Attributes(scoped ref Utf8JsonReader reader, AttributePlace place)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (!TryKeyValue(ref reader, out var key, out var value, out var hasValue))
                continue;
            if (!hasValue)
                visitor.Attribute(place, key, AttributeValue.None);
            else if (!Elements(value, place, key))
                visitor.Attribute(place, key, Scalar(ref value));
            _unescaped.ResetWrittenCount();
        }
    }

    /// <summary>An event on a span; the reader stands on its start.</summary>
    public void SpanEvent(scoped ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = default;
        Utf8JsonReader attributes = default;
        var hasAttributes = false;
        while (OtlpJson.NextMember(ref reader))
        {
            var isName = reader.ValueTextEquals("name"u8);
            var isAttributes = reader.ValueTextEquals("attributes"u8);
            reader.Read();
            if (isName)
            {
                name = Text(ref reader);
                continue;
            }
            if (isAttributes && reader.TokenType is JsonTokenType.StartArray)
            {
                attributes = reader;
                hasAttributes = true;
            }
            else if (isAttributes && reader.TokenType is not JsonTokenType.Null)
            {
                _fault ??= "the attributes of a span event are not a list";
            }
            reader.Skip();
        }
        visitor.BeginSpanEvent(name);
        if (hasAttributes)
            Attributes(ref attributes, AttributePlace.SpanEvent);
    }

    /// <summary>A log record's body: text is passed over unseen, a map's entries are shown two levels deep.</summary>
    public void Body(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject && Inside(reader, "kvlistValue"u8, out var list))
            BodyEntries(ref list, default);
        _unescaped.ResetWrittenCount();
        reader.Skip();
    }

    /// <summary>A string's UTF-8 bytes, unescaped; empty, and a fault unless null, for anything else.</summary>
    public ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            if (reader.TokenType is not JsonTokenType.Null)
                _fault ??= "a text is not a string";
            reader.Skip();
            return default;
        }
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        var room = _unescaped.GetSpan(reader.ValueSpan.Length);
        try
        {
            var written = reader.CopyString(room);
            _unescaped.Advance(written);
            return room[..written];
        }
        catch (InvalidOperationException)
        {
            _fault ??= "a text is not valid UTF-8 or UTF-16";
            return default;
        }
    }

    private void BodyEntries(scoped ref Utf8JsonReader list, ReadOnlySpan<byte> outer)
    {
        while (list.Read() && list.TokenType is not JsonTokenType.EndArray)
        {
            if (!TryKeyValue(ref list, out var key, out var value, out var hasValue))
                continue;
            if (hasValue && outer.IsEmpty && Inside(value, "kvlistValue"u8, out var nested))
                BodyEntries(ref nested, key);
            else
                visitor.BodyEntry(outer, key, hasValue ? Scalar(ref value) : AttributeValue.None);
        }
    }

    /// <summary>
    /// Takes one {key, value} whole; its value is read from a copy, because the key may come after it.
    /// </summary>
    private bool TryKeyValue(
        scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> key, out Utf8JsonReader value, out bool hasValue)
    {
        key = default;
        value = default;
        hasValue = false;
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            _fault ??= "an attribute is not an object";
            reader.Skip();
            return false;
        }
        while (OtlpJson.NextMember(ref reader))
        {
            var isKey = reader.ValueTextEquals("key"u8);
            var isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isKey)
            {
                key = Text(ref reader);
                continue;
            }
            if (isValue && reader.TokenType is JsonTokenType.StartObject)
            {
                value = reader;
                hasValue = true;
            }
            else if (isValue && reader.TokenType is not JsonTokenType.Null)
            {
                _fault ??= "an attribute's value is not an object";
            }
            reader.Skip();
        }
        return true;
    }

    private bool Elements(Utf8JsonReader value, AttributePlace place, ReadOnlySpan<byte> key)
    {
        if (!Inside(value, "arrayValue"u8, out var list))
            return false;
        while (list.Read() && list.TokenType is not JsonTokenType.EndArray)
        {
            if (list.TokenType is JsonTokenType.StartObject)
                visitor.Attribute(place, key, Scalar(ref list));
            else if (list.TokenType is JsonTokenType.Null)
                visitor.Attribute(place, key, AttributeValue.None);
            else
                WrongElement(ref list);
        }
        return true;
    }

    private void WrongElement(scoped ref Utf8JsonReader list)
    {
        _fault ??= "an element of a list is not an object";
        list.Skip();
    }

    /// <summary>
    /// Finds the list in <c>{"arrayValue":{"values":[…]}}</c>; works on copies. Without "values" the list is
    /// empty: an unset reader reads nothing.
    /// </summary>
    private static bool Inside(Utf8JsonReader value, ReadOnlySpan<byte> member, out Utf8JsonReader list)
    {
        list = default;
        while (OtlpJson.NextMember(ref value))
        {
            var wanted = value.ValueTextEquals(member);
            value.Read();
            if (wanted && value.TokenType is JsonTokenType.StartObject)
            {
                FindValues(value, out list);
                return true;
            }
            value.Skip();
        }
        return false;
    }

    private static void FindValues(Utf8JsonReader container, out Utf8JsonReader list)
    {
        list = default;
        while (OtlpJson.NextMember(ref container))
        {
            var wanted = container.ValueTextEquals("values"u8);
            container.Read();
            if (wanted && container.TokenType is JsonTokenType.StartArray)
            {
                list = container;
                return;
            }
            container.Skip();
        }
    }

    /// <summary>Takes a value object whole; the reader stands on its start.</summary>
    private AttributeValue Scalar(scoped ref Utf8JsonReader reader)
    {
        var value = AttributeValue.None;
        while (OtlpJson.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("stringValue"u8))
                value = Moved(ref reader) ? AttributeValue.Of(Text(ref reader)) : default;
            else if (reader.ValueTextEquals("intValue"u8))
                value = Moved(ref reader) ? Integer(ref reader) : default;
            else if (reader.ValueTextEquals("doubleValue"u8))
                value = Moved(ref reader) ? Number(ref reader) : default;
            else if (reader.ValueTextEquals("boolValue"u8))
                value = Moved(ref reader) ? Flag(ref reader) : default;
            else if (reader.ValueTextEquals("bytesValue"u8) || reader.ValueTextEquals("kvlistValue"u8)
                || reader.ValueTextEquals("arrayValue"u8))
                value = Moved(ref reader) ? Unseen(ref reader) : default;
            else
                reader.Skip();
        }
        return value;
    }

    /// <summary>Moves to the member's value; false when it is null.</summary>
    private static bool Moved(scoped ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is not JsonTokenType.Null;

    private static AttributeValue Unseen(scoped ref Utf8JsonReader reader)
    {
        reader.Skip();
        return AttributeValue.Opaque;
    }

    private AttributeValue Flag(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return AttributeValue.Of(reader.GetBoolean());
        return Wrong(ref reader, "a boolean value is something else");
    }

    private AttributeValue Integer(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && long.TryParse(
                reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return AttributeValue.Of(integer);
        }
        return Wrong(ref reader, "an integer value is something else");
    }

    private AttributeValue Number(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return AttributeValue.Of(number);
        }
        return Wrong(ref reader, "a double value is something else");
    }

    private AttributeValue Wrong(scoped ref Utf8JsonReader reader, string fault)
    {
        _fault ??= fault;
        reader.Skip();
        return AttributeValue.None;
    }
}
