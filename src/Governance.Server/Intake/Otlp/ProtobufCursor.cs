using System.Buffers.Binary;

namespace Governance.Server.Intake.Otlp;

/// <summary>How a protobuf field lies on the wire.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    GroupStart = 3,
    GroupEnd = 4,
    Fixed32 = 5,
}

/// <summary>
/// Walks one protobuf message without copying it. Every length is checked against the message's own end, so a field
/// cannot reach into its neighbour. Anything malformed is an <see cref="OtlpFormatException"/>.
/// </summary>
internal ref struct ProtobufCursor(ReadOnlySpan<byte> message)
{
    /// <summary>Groups within groups that are skipped; nobody nests them, only an attacker would.</summary>
    private const int MaxGroupDepth = 64;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    /// <summary>Number of the field that <see cref="Next"/> moved to.</summary>
    public int Field { get; private set; }

    /// <summary>Its wire type.</summary>
    public WireType Type { get; private set; }

    /// <summary>Moves to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_at == _message.Length)
            return false;
        var tag = Varint();
        Field = tag >> 3 is > 0 and <= 0x1FFFFFFF ? (int)(tag >> 3) : throw Malformed("field number");
        Type = (tag & 7) <= 5 ? (WireType)(tag & 7) : throw Malformed("wire type");
        return true;
    }

    /// <summary>The field's varint; other wire types are malformed.</summary>
    public ulong AsVarint() => Type is WireType.Varint ? Varint() : throw Malformed("wire type of a number");

    /// <summary>The field's eight bytes, little-endian.</summary>
    public ulong AsFixed64()
    {
        if (Type is not WireType.Fixed64)
            throw Malformed("wire type of a fixed number");
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>The field's bytes: a string, bytes or a message.</summary>
    public ReadOnlySpan<byte> AsBytes()
    {
        if (Type is not WireType.Bytes)
            throw Malformed("wire type of a string or message");
        var length = Varint();
        return length <= int.MaxValue ? Take((int)length) : throw Malformed("length");
    }

    /// <summary>The next of packed numbers, which is what the message consists of; false at its end.</summary>
    public bool NextPacked(out ulong number)
    {
        var isThere = _at < _message.Length;
        number = isThere ? Varint() : 0;
        return isThere;
    }

    /// <summary>Steps over the field, whatever it is.</summary>
    public void Skip() => Skip(Type, Field, MaxGroupDepth);

    private void Skip(WireType type, int field, int depthLeft)
    {
        switch (type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            case WireType.Bytes:
                AsBytesOfSkipped();
                break;
            case WireType.GroupStart:
                SkipGroup(field, depthLeft);
                break;
            default:
                throw Malformed("end of a group that never began");
        }
    }

    private void SkipGroup(int group, int depthLeft)
    {
        if (depthLeft == 0)
            throw Malformed("depth of groups");
        while (Next())
        {
            if (Type is WireType.GroupEnd)
            {
                if (Field != group)
                    throw Malformed("end of another group");
                return;
            }
            Skip(Type, Field, depthLeft - 1);
        }
        throw Malformed("group without an end");
    }

    private void AsBytesOfSkipped()
    {
        var length = Varint();
        Take(length <= int.MaxValue ? (int)length : throw Malformed("length"));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _at)
            throw Malformed("length: it reaches past the end of its message");
        var taken = _message.Slice(_at, length);
        _at += length;
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == _message.Length)
                throw Malformed("number: the message ends within it");
            var next = _message[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Malformed("number: it is longer than ten bytes");
    }

    private static OtlpFormatException Malformed(string what) => new($"Malformed protobuf: bad {what}.");
}
