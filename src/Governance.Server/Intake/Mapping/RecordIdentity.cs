using System.Buffers.Binary;
using System.Security.Cryptography;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Gives records the id by which a duplicate is recognised. It is kept for a while and made of all that a log record
/// says, so it is keyed: whoever reads it cannot try out which words it was made of.
/// </summary>
internal sealed class RecordIdentity(InstallationKey key) : IDisposable
{
    private readonly IncrementalHash _hash = key.HashFor("record\n"u8);

    /// <summary>A span's id, or that of the <paramref name="ordinal"/>-th evaluation on it.</summary>
    public static ObservationId OfSpan(RecordHead head, ObservationKind kind, int ordinal = 0) =>
        new(head.TraceId ^ ((UInt128)(ulong)(((int)kind + 1) | (ordinal << 8)) << 64), head.SpanId);

    /// <summary>Forgets what was said before; a new log record begins.</summary>
    public void Begin() => _hash.GetHashAndReset();

    /// <summary>Takes a part of a log record into its id.</summary>
    public void Add(ReadOnlySpan<byte> key, AttributeValue value)
    {
        Span<byte> fixedPart = stackalloc byte[21];
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart, key.Length);
        fixedPart[4] = (byte)value.Type;
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[5..], value.Integer);
        BinaryPrimitives.WriteDoubleLittleEndian(fixedPart[13..], value.Number);
        _hash.AppendData(fixedPart);
        _hash.AppendData(key);
        _hash.AppendData(value.Text);
    }

    /// <summary>The id of the log record that ends here.</summary>
    public ObservationId OfLog(Sender sender, RecordHead head)
    {
        Span<byte> last = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(last, head.StartNanos);
        BinaryPrimitives.WriteUInt128LittleEndian(last[8..], head.TraceId);
        BinaryPrimitives.WriteUInt64LittleEndian(last[24..], head.SpanId);
        _hash.AppendData(last);
        _hash.AppendData(System.Text.Encoding.UTF8.GetBytes(sender.Deployment.Value));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return new ObservationId(
            BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[16..]));
    }

    public void Dispose() => _hash.Dispose();
}
