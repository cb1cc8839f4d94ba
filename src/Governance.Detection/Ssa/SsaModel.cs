namespace Governance.Detection.Ssa;

/// <summary>
/// One fit of singular spectrum analysis: the linear recurrence that continues the signal part of a series (Golyandina,
/// Nekrutkin, Zhigljavsky 2001). Over windows of L values the leading r eigenvectors of their covariance span the
/// signal; with π their last components and ν² = Σ π², x_t = Σ_i π_i / (1 − ν²) · ⟨u_i without its last, the L − 1
/// values before⟩.
/// </summary>
internal sealed class SsaModel
{
    private const int MostComponents = 16;

    private SsaModel(double mean, double[] recurrence, double deviation) =>
        (Mean, Recurrence, Deviation) = (mean, recurrence, deviation);

    /// <summary>The level that the series was centred on.</summary>
    internal double Mean { get; }

    /// <summary>
    /// Coefficients of the L − 1 values before, the oldest first; all 0 = the mean alone forecasts best.
    /// </summary>
    internal double[] Recurrence { get; }

    /// <summary>Root mean square of the one-step errors over the fit.</summary>
    internal double Deviation { get; }

    /// <summary>
    /// Fits; the rank with the smallest one-step error wins, none at all when the mean does better. O(N·L² + L³).
    /// </summary>
    internal static SsaModel Fit(ReadOnlySpan<double> series, int window)
    {
        var mean = 0.0;
        foreach (var value in series)
            mean += value / series.Length;
        var centred = new double[series.Length];
        for (var i = 0; i < centred.Length; i++)
            centred[i] = series[i] - mean;
        var (_, vectors) = SymmetricEigen.Of(Covariance(centred, window));
        var recurrence = new double[window - 1];
        var (best, least) = ((double[])recurrence.Clone(), Error(centred, recurrence));
        double[] weighted = new double[window - 1];
        var vertical = 0.0;
        for (var r = 0; r < Math.Min(window / 2, MostComponents); r++)
        {
            var last = vectors[r][window - 1];
            vertical += last * last;
            if (vertical > 1 - 1e-6)
                break;
            for (var j = 0; j < recurrence.Length; j++)
            {
                weighted[j] += last * vectors[r][j];
                recurrence[j] = weighted[j] / (1 - vertical);
            }

            var error = Error(centred, recurrence);
            if (error < least)
                (best, least) = ((double[])recurrence.Clone(), error);
        }

        return new SsaModel(mean, best, Math.Sqrt(least));
    }

    /// <summary>The next value after these; the last L − 1 are read.</summary>
    internal double Next(ReadOnlySpan<double> before)
    {
        var sum = Mean;
        var from = before.Length - Recurrence.Length;
        for (var j = 0; j < Recurrence.Length; j++)
            sum += Recurrence[j] * (before[from + j] - Mean);
        return sum;
    }

    internal void Save(BinaryWriter writer)
    {
        StateFormat.Write(writer, [Mean, Deviation]);
        StateFormat.Write(writer, Recurrence);
    }

    internal static SsaModel Load(BinaryReader reader, int window)
    {
        var (mean, deviation) = (reader.ReadDouble(), reader.ReadDouble());
        var recurrence = new double[window - 1];
        StateFormat.Read(reader, recurrence);
        return new SsaModel(mean, recurrence, deviation);
    }

    private static double[,] Covariance(double[] series, int window)
    {
        var matrix = new double[window, window];
        for (var i = 0; i < window; i++)
        {
            for (var j = i; j < window; j++)
            {
                var sum = 0.0;
                for (var k = 0; k + window <= series.Length; k++)
                    sum += series[k + i] * series[k + j];
                matrix[i, j] = matrix[j, i] = sum;
            }
        }

        return matrix;
    }

    private static double Error(double[] series, double[] recurrence)
    {
        var sum = 0.0;
        for (var t = recurrence.Length; t < series.Length; t++)
        {
            var next = 0.0;
            for (var j = 0; j < recurrence.Length; j++)
                next += recurrence[j] * series[t - recurrence.Length + j];
            sum += (series[t] - next) * (series[t] - next);
        }

        return sum / (series.Length - recurrence.Length);
    }
}
