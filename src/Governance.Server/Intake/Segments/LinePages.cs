using Governance.Domain.Intake;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// Observations written line by line into pages that live as long as a line of them is needed. Pages stay under the
/// size from which the garbage collector treats arrays as large. Not for several threads at once.
/// </summary>
internal sealed class LinePages
{
    private const int PageBytes = 64 * 1024;

    [ThreadStatic]
    private static LineWriter? s_writer;

    private Memory<byte> _free;

    /// <summary>The observation as one JSON object, without a line end.</summary>
    public ReadOnlyMemory<byte> Write(Observation observation)
    {
        var writer = s_writer ??= new LineWriter();
        writer.Clear();
        ObservationLine.Write(writer, observation);
        if (_free.Length < writer.Length)
            _free = new byte[Math.Max(PageBytes, writer.Length)];
        writer.Written.CopyTo(_free.Span);
        var line = _free[..writer.Length];
        _free = _free[writer.Length..];
        return line;
    }
}
