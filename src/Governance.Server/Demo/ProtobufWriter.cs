using System.Buffers.Binary;
using System.Text;

namespace Governance.Server.Demo;

/// <summary>
/// Writes protobuf into one growing buffer. A nested message reserves four bytes for its length, written as a padded
/// varint when it ends, so nothing is encoded twice.
/// </summary>
internal sealed class ProtobufWriter
{
    /// <summary>Bytes reserved for the length of a nested message: up to 2^28 bytes.</summary>
    private const int LengthBytes = 4;

    private readonly Stack<int> _open = new();
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    internal int Length => _length;

    internal void Clear() => _length = 0;

    internal void Begin(int field)
    {
        Tag(field, 2);
        _open.Push(_length);
        Reserve(LengthBytes);
        _length += LengthBytes;
    }

    internal void End()
    {
        var at = _open.Pop();
        var size = _length - at - LengthBytes;
        for (var i = 0; i < LengthBytes; i++)
        {
            var more = i < LengthBytes - 1 ? 0x80 : 0;
            _bytes[at + i] = (byte)(((size >> (7 * i)) & 0x7f) | more);
        }
    }

    internal void Varint(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
    }

    internal void Fixed64(int field, ulong value)
    {
        Tag(field, 1);
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), value);
        _length += 8;
    }

    internal void Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    internal void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    internal void String(int field, string value)
    {
        Tag(field, 2);
        var size = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)size);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
    }

    private void Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Varint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[_length++] = (byte)value;
    }

    private void Reserve(int size)
    {
        if (_length + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        }
    }
}
