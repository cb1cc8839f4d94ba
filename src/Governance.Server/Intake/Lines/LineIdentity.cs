using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// Gives lines the id by which one that is sent again is recognised: its own id within its deployment and instance,
/// else the line's bytes. It is keyed: whoever reads it cannot try out what the line said.
/// </summary>
internal sealed class LineIdentity(InstallationKey key) : IDisposable
{
    private const byte ById = 1;
    private const byte ByBytes = 2;

    private readonly IncrementalHash _hash = key.HashFor("line\n"u8);
    private byte[] _batch = [];

    /// <summary>A batch has said whose lines follow.</summary>
    public void Begin(Sender sender, string? instance) =>
        _batch = Encoding.UTF8.GetBytes($"{sender.Deployment.Value}\n{sender.Environment}\n{instance}\n");

    public ObservationId Of(LineKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> line)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = id.IsEmpty ? ByBytes : ById;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], (int)kind.Flag);
        _hash.AppendData(_batch);
        _hash.AppendData(head);
        _hash.AppendData(id.IsEmpty ? line : id);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return new ObservationId(
            BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[16..]));
    }

    public void Dispose() => _hash.Dispose();
}
