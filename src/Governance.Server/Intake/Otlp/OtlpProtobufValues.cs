namespace Governance.Server.Intake.Otlp;

/// <summary>Reads KeyValue and AnyValue. Values may nest without end on the wire; here they end at a limit.</summary>
internal static class OtlpProtobufValues
{
    /// <summary>Values within values; real ones nest two or three deep.</summary>
    public const int MaxDepth = 64;

    /// <summary>A KeyValue: one call for a scalar, one for each element of a list.</summary>
    public static void KeyValue(ReadOnlySpan<byte> message, AttributePlace place, IAttributeVisitor visitor)
    {
        Split(message, out var key, out var any);
        if (ListWithin(any, out var list))
            Elements(list, place, key, visitor);
        else
            visitor.Attribute(place, key, Scalar(any, MaxDepth));
    }

    /// <summary>A log record's body: text is passed over unseen, a map's entries are shown two levels deep.</summary>
    public static void Body(ReadOnlySpan<byte> any, ITelemetryVisitor visitor)
    {
        var body = new ProtobufCursor(any);
        while (body.Next())
        {
            if (body.Field == 6)
                BodyEntries(body.AsBytes(), default, visitor, MaxDepth - 1);
            else
                body.Skip();
        }
    }

    private static void BodyEntries(
        ReadOnlySpan<byte> list, ReadOnlySpan<byte> outer, ITelemetryVisitor visitor, int depthLeft)
    {
        var entries = new ProtobufCursor(list);
        while (entries.Next())
        {
            if (entries.Field != 1)
            {
                entries.Skip();
                continue;
            }

            Split(entries.AsBytes(), out var key, out var any);
            var nested = MapWithin(any);
            if (outer.IsEmpty && !nested.IsEmpty)
                BodyEntries(nested, key, visitor, depthLeft - 1);
            else
                visitor.BodyEntry(outer, key, Scalar(any, depthLeft));
        }
    }

    private static void Split(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> any)
    {
        key = any = default;
        var pair = new ProtobufCursor(message);
        while (pair.Next())
        {
            if (pair.Field == 1)
                key = pair.AsBytes();
            else if (pair.Field == 2)
                any = pair.AsBytes();
            else
                pair.Skip();
        }
    }

    private static bool ListWithin(ReadOnlySpan<byte> any, out ReadOnlySpan<byte> list)
    {
        list = default;
        var cursor = new ProtobufCursor(any);
        while (cursor.Next())
        {
            if (cursor.Field == 5)
            {
                list = cursor.AsBytes();
                return true;
            }
            cursor.Skip();
        }
        return false;
    }

    private static void Elements(
        ReadOnlySpan<byte> list, AttributePlace place, ReadOnlySpan<byte> key, IAttributeVisitor visitor)
    {
        var elements = new ProtobufCursor(list);
        while (elements.Next())
        {
            if (elements.Field == 1)
                visitor.Attribute(place, key, Scalar(elements.AsBytes(), MaxDepth - 1));
            else
                elements.Skip();
        }
    }

    /// <summary>The value itself; of several the last one holds. A list or map is walked for its form only.</summary>
    private static AttributeValue Scalar(ReadOnlySpan<byte> any, int depthLeft)
    {
        if (depthLeft <= 0)
            throw new OtlpFormatException($"Values nest deeper than {MaxDepth}.");
        var value = AttributeValue.None;
        var cursor = new ProtobufCursor(any);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1:
                    value = AttributeValue.Of(cursor.AsBytes());
                    break;
                case 2:
                    value = AttributeValue.Of(cursor.AsVarint() != 0);
                    break;
                case 3:
                    value = AttributeValue.Of(unchecked((long)cursor.AsVarint()));
                    break;
                case 4:
                    value = AttributeValue.Of(BitConverter.UInt64BitsToDouble(cursor.AsFixed64()));
                    break;
                case 5:
                    WalkElements(cursor.AsBytes(), depthLeft - 1);
                    value = AttributeValue.Opaque;
                    break;
                case 6:
                    WalkEntries(cursor.AsBytes(), depthLeft - 1);
                    value = AttributeValue.Opaque;
                    break;
                case 7:
                    cursor.AsBytes();
                    value = AttributeValue.Opaque;
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }
        return value;
    }

    private static void WalkElements(ReadOnlySpan<byte> list, int depthLeft)
    {
        var elements = new ProtobufCursor(list);
        while (elements.Next())
        {
            if (elements.Field == 1)
                Scalar(elements.AsBytes(), depthLeft);
            else
                elements.Skip();
        }
    }

    private static void WalkEntries(ReadOnlySpan<byte> list, int depthLeft)
    {
        var entries = new ProtobufCursor(list);
        while (entries.Next())
        {
            if (entries.Field != 1)
            {
                entries.Skip();
                continue;
            }
            Split(entries.AsBytes(), out _, out var any);
            Scalar(any, depthLeft);
        }
    }

    private static ReadOnlySpan<byte> MapWithin(ReadOnlySpan<byte> any)
    {
        var cursor = new ProtobufCursor(any);
        while (cursor.Next())
        {
            if (cursor.Field == 6)
                return cursor.AsBytes();
            cursor.Skip();
        }
        return default;
    }
}
