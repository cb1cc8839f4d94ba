using System.Globalization;

namespace Governance.Server.Intake.Otlp;

/// <summary>
/// Reads OpenTelemetry's sampling threshold from a W3C trace state, e.g. <c>ot=th:c;rv:5a…,vendor=x</c>.
/// </summary>
internal static class TraceState
{
    /// <summary>Hex digits of a full threshold: 56 bits. Fewer are padded with zeros on the right.</summary>
    private const int ThresholdDigits = 14;

    /// <summary>Share of traces kept, in (0..1]; null where the trace state says nothing usable.</summary>
    public static double? KeptShare(ReadOnlySpan<byte> traceState)
    {
        foreach (var range in traceState.Split((byte)','))
        {
            var member = traceState[range].Trim((byte)' ');
            if (member.StartsWith("ot="u8))
                return OfMember(member[3..]);
        }
        return null;
    }

    private static double? OfMember(ReadOnlySpan<byte> member)
    {
        foreach (var range in member.Split((byte)';'))
        {
            var part = member[range];
            if (part.StartsWith("th:"u8))
                return OfThreshold(part[3..]);
        }
        return null;
    }

    private static double? OfThreshold(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is 0 or > ThresholdDigits
            || !ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }
        var dropped = value / Math.Pow(16, digits.Length);
        return 1 - dropped;
    }
}
