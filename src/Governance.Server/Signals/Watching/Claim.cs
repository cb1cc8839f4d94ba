using Governance.Detection;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// What the last alarm of an open episode said, so that what comes late into its windows can revise it: both values are
/// told, and an alarm whose value falls back to what was expected ends its episode.
/// </summary>
/// <param name="Current">What was found, with what came late so far.</param>
/// <param name="Line">The value that it had to lie beyond; where nothing bounds it, the reference.</param>
/// <param name="Direction">On which side.</param>
/// <param name="WasBeyond">
/// Whether it lay there when it was said. Evidence weighs single values, so a shown quantile need not.
/// </param>
/// <param name="Revisions">How often it was revised.</param>
internal sealed record Claim(Stretch Current, double Line, Direction Direction, bool WasBeyond, long Revisions)
{
    /// <summary>False once late observations have taken away what was found.</summary>
    internal bool Stands => !WasBeyond || IsBeyond(Current.Value, Line, Direction);

    internal static Claim Of(Finding finding)
    {
        var expected = finding.Direction is Direction.Up ? finding.ExpectedHigh : finding.ExpectedLow;
        var line = expected ?? finding.Reference.Value;
        var beyond = IsBeyond(finding.Current.Value, line, finding.Direction);
        return new Claim(finding.Current, line, finding.Direction, beyond, 0);
    }

    /// <summary>Whether a window holds what it was made from.</summary>
    internal bool Covers(ClosedWindow window) => window.From < Current.To && window.To > Current.From;

    /// <summary>A rate or a mean is exact again; a quantile is the two weighted by their numbers.</summary>
    internal Claim With(Sample late)
    {
        var n = Current.N + late.N;
        var value = ((Current.N * Current.Value) + (late.N * late.Value)) / n;
        return this with { Current = new Stretch(Current.From, Current.To, n, value), Revisions = Revisions + 1 };
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Save(Current.From);
        writer.Save(Current.To);
        writer.Write(Current.N);
        writer.Write(Current.Value);
        writer.Write(Line);
        writer.Write((byte)Direction);
        writer.Write(WasBeyond);
        writer.Write(Revisions);
    }

    internal static Claim Load(BinaryReader reader) => new(
        new Stretch(reader.LoadTime(), reader.LoadTime(), reader.ReadInt64(), reader.ReadDouble()),
        reader.ReadDouble(),
        (Direction)reader.ReadByte(),
        reader.ReadBoolean(),
        reader.ReadInt64());

    private static bool IsBeyond(double value, double line, Direction direction) =>
        direction is Direction.Up ? value > line : value < line;
}
