namespace Governance.Benchmarks.Detection.Nab;

/// <summary>What hits and false rows are worth.</summary>
internal sealed record NabProfile(string Name, double Hit, double FalseRow, double Miss)
{
    public static NabProfile Standard { get; } = new("standard", 1, 0.11, 1);

    public static NabProfile LowFalsePositives { get; } = new("low FP", 1, 0.22, 1);

    public static NabProfile LowFalseNegatives { get; } = new("low FN", 1, 0.11, 2);
}

/// <summary>What a set of scores is worth at one threshold.</summary>
/// <param name="Score">0 = silence, 100 = perfect.</param>
/// <param name="Threshold">Rows with at least this score are detections; infinite when silence is best.</param>
/// <param name="Hits">Windows with a detection.</param>
/// <param name="Windows">Windows that count.</param>
/// <param name="FalseRows">Detections outside windows.</param>
/// <param name="NormalRows">Counted rows outside windows.</param>
internal sealed record NabResult(
    double Score, double Threshold, int Hits, int Windows, int FalseRows, int NormalRows)
{
    public double FalsePerTenThousand => NormalRows == 0 ? 0 : 1e4 * FalseRows / NormalRows;
}

/// <summary>
/// The benchmark's own rules: the first detection in a window counts, the earlier the more; each detected row outside
/// costs, little just after a window.
/// </summary>
internal static class NabScorer
{
    /// <summary>Scores at the best single threshold for all files, or at a given one.</summary>
    public static NabResult Score(
        IReadOnlyList<(NabFile File, IReadOnlyList<double> Scores)> all, NabProfile profile, double? fixedAt = null)
    {
        var rows = all.SelectMany((entry, file) => Counted(entry.File, entry.Scores, file, profile))
            .OrderByDescending(row => row.Score)
            .ToList();
        var windows = all.Sum(entry => entry.File.Counted.Count());
        var normal = rows.Count(row => row.Window < 0);
        var best = new Dictionary<(int File, int Window), double>();
        var raw = -profile.Miss * windows;
        var falseRows = 0;
        var result = new NabResult(0, double.PositiveInfinity, 0, windows, 0, normal);
        var top = raw;
        for (var i = 0; i < rows.Count && (fixedAt is null || rows[i].Score >= fixedAt);)
        {
            var threshold = rows[i].Score;
            for (; i < rows.Count && rows[i].Score == threshold; i++)
            {
                var row = rows[i];
                falseRows += row.Window < 0 ? 1 : 0;
                var known = row.Window < 0 ? 0 : best.GetValueOrDefault((row.File, row.Window), -profile.Miss);
                if (row.Window >= 0 && row.Worth > known)
                    best[(row.File, row.Window)] = row.Worth;
                raw += row.Window < 0 ? row.Worth : Math.Max(0, row.Worth - known);
            }

            if (raw <= top && fixedAt is null)
                continue;
            top = raw;
            result = result with { Threshold = threshold, Hits = best.Count, FalseRows = falseRows };
        }

        var silence = -profile.Miss * windows;
        return result with { Score = windows == 0 ? 0 : 100 * (top - silence) / ((profile.Hit * windows) - silence) };
    }

    private static IEnumerable<(double Score, double Worth, int File, int Window)> Counted(
        NabFile file, IReadOnlyList<double> scores, int number, NabProfile profile)
    {
        for (var row = file.Probation; row < file.Values.Count; row++)
        {
            var window = Window(file, row);
            yield return (scores[row], Worth(file, row, window, profile), number, window);
        }
    }

    private static int Window(NabFile file, int row)
    {
        for (var i = 0; i < file.Windows.Count; i++)
        {
            if (row >= file.Windows[i].First && row <= file.Windows[i].Last)
                return i;
        }

        return -1;
    }

    private static double Worth(NabFile file, int row, int window, NabProfile profile)
    {
        if (window >= 0)
        {
            var (first, last) = file.Windows[window];
            return profile.Hit * Shape(-(last - row + 1.0) / (last - first + 1)) / Shape(-1);
        }

        foreach (var (first, last) in file.Windows.Reverse())
        {
            if (last < row)
                return profile.FalseRow * Shape((double)(row - last) / (last - first));
        }

        return -profile.FalseRow;
    }

    private static double Shape(double y) => y > 3 ? -1 : (2 / (1 + Math.Exp(5 * y))) - 1;
}
