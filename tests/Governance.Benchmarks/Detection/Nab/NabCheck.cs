namespace Governance.Benchmarks.Detection.Nab;

/// <summary>
/// Made-up scores whose worth on the development half is known from the original scorer: a scorer that gets one wrong
/// measures nothing.
/// </summary>
internal static class NabCheck
{
    private const double Rounding = 0.006;

    private static readonly (string Name, Func<NabFile, double[]> Scores, double Standard, double LowFp, double LowFn)[]
        s_known =
        [
            ("first rows", file => At(file, w => w.First), 100, 100, 100),
            ("middle rows", file => At(file, Middle), 93.10, 93.10, 95.40),
            ("last rows", file => At(file, w => w.Last), 50.85, 50.85, 67.23),
            ("middle and thousandths", file => Thousandths(At(file, Middle)), 79.44, 65.31, 86.29),
            ("no look at the data", Hashed, 21.10, 0, 38.21),
            ("constant", file => new double[file.Values.Count], 0, 0, 0),
        ];

    /// <summary>
    /// What the scorer gets wrong; empty when nothing, null when these are not the files it is known for.
    /// </summary>
    public static IReadOnlyList<string>? Wrong(IReadOnlyList<NabFile> files) =>
        files.Count != 29 || files.Sum(file => file.Values.Count) != 181_981
            ? null
            :
            [
                .. from known in s_known
                   let scored = files.Select(f => (f, (IReadOnlyList<double>)known.Scores(f))).ToList()
                   from pair in new[]
                   {
                       (NabProfile.Standard, known.Standard),
                       (NabProfile.LowFalsePositives, known.LowFp),
                       (NabProfile.LowFalseNegatives, known.LowFn),
                   }
                   let score = NabScorer.Score(scored, pair.Item1).Score
                   where Math.Abs(score - pair.Item2) > Rounding
                   select $"{known.Name}, {pair.Item1.Name}: {score:F2} where {pair.Item2:F2} is known",
            ];

    private static int Middle((int First, int Last) window) =>
        window.First + ((window.Last - window.First + 1) / 2);

    private static double[] At(NabFile file, Func<(int First, int Last), int> row)
    {
        var scores = new double[file.Values.Count];
        foreach (var window in file.Windows)
            scores[row(window)] = 1;
        return scores;
    }

    private static double[] Thousandths(double[] scores)
    {
        for (var i = 0; i < scores.Length; i += 1000)
            scores[i] = 1;
        return scores;
    }

    private static double[] Hashed(NabFile file) =>
        [.. Enumerable.Range(0, file.Values.Count).Select(i => (long)i * 7919 % 1000 / 1000.0)];
}
