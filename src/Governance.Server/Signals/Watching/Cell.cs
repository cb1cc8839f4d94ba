using Governance.Detection;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// What one stream did in one window, in bounded space however busy it is: its sample, and the observations that lie
/// furthest out.
/// </summary>
internal sealed class Cell(Measure measure)
{
    /// <summary>
    /// Values kept of a window that counts no rate, evenly thinned: more would hardly sharpen a comparison of minutes.
    /// </summary>
    private const int KeptValues = 256;

    internal Sample Sample { get; } = new(measure, KeptValues);

    internal Shown Shown { get; } = new();

    internal void Add(Reading reading, DateTimeOffset from, DateTimeOffset to)
    {
        Sample.Add([reading.Value], from, to);
        Shown.Add(reading);
    }

    internal void Save(BinaryWriter writer)
    {
        Sample.Save(writer);
        Shown.Save(writer);
    }

    internal static Cell Load(BinaryReader reader, Measure measure)
    {
        var cell = new Cell(measure);
        cell.Sample.Load(reader);
        cell.Shown.Load(reader);
        return cell;
    }
}
