using System.Buffers.Binary;

namespace Governance.Server.Intake.Mapping;

/// <summary>Ids of traces and spans as people and programs write them.</summary>
internal static class Hexadecimal
{
    public static string Of(UInt128 traceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, traceId);
        return Convert.ToHexStringLower(bytes);
    }

    public static string Of(ulong spanId)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, spanId);
        return Convert.ToHexStringLower(bytes);
    }
}
