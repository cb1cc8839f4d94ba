using System.Globalization;

namespace Governance.Server.Intake.Mapping;

/// <summary>Ids of traces and spans as people and programs write them.</summary>
internal static class Hexadecimal
{
    public static string Of(UInt128 traceId) => traceId.ToString("x32", CultureInfo.InvariantCulture);

    public static string Of(ulong spanId) => spanId.ToString("x16", CultureInfo.InvariantCulture);
}
