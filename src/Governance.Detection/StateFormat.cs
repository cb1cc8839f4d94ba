namespace Governance.Detection;

/// <summary>
/// The first two bytes of every saved state: what it is, and in which version of its layout. A state of another kind,
/// or of a version this code does not know, is refused instead of being read as numbers that mean something else.
/// </summary>
internal static class StateFormat
{
    internal static void Begin(BinaryWriter writer, StateKind kind, byte version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write((byte)kind);
        writer.Write(version);
    }

    internal static void Require(BinaryReader reader, StateKind kind, byte version)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (foundKind, foundVersion) = ((StateKind)reader.ReadByte(), reader.ReadByte());
        if (foundKind != kind || foundVersion != version)
        {
            throw new InvalidDataException(
                $"A state of kind {foundKind}, version {foundVersion}, where {kind}, version {version}, is needed.");
        }
    }

    internal static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            writer.Write(value);
    }

    internal static void Read(BinaryReader reader, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadDouble();
    }
}

/// <summary>Kinds of saved state. A number once given is never given again.</summary>
internal enum StateKind : byte
{
    ConformalRank = 1,
    SimpleJumper = 2,
    ConformalMartingale = 3,
    CusumEDetector = 4,
    RateMixture = 5,
    BoundedMeanBet = 6,
    RollingWindow = 7,
    IidSpike = 8,
    IidChangePoint = 9,
    SsaSpike = 10,
    SsaChangePoint = 11,
    SsaForecaster = 12,
    SrCnn = 13,
    SeasonalForecaster = 14,
    MetricDetector = 15,
    ChangeDetector = 16,
    PastWatch = 17,
    ArmWatch = 18,
}
