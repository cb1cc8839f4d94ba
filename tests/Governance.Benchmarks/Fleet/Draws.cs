namespace Governance.Benchmarks.Fleet;

/// <summary>
/// Counts and values of whole windows, drawn fast enough for a fleet's month; everything follows the seed.
/// </summary>
internal sealed class Draws(ulong seed)
{
    private const int Table = 1 << 14;

    /// <summary>Standard normal values at evenly spaced probabilities, computed once.</summary>
    private static readonly float[] s_normals = Normals();

    private ulong _state = seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03;

    /// <summary>In [0, 1).</summary>
    internal double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    internal float Normal() => s_normals[Next() >> 50];

    /// <summary>Poisson: by counting for small means, else rounded normal.</summary>
    internal int Poisson(double mean)
    {
        if (mean > 30)
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        var limit = Math.Exp(-mean);
        var n = 0;
        for (var product = Uniform(); product > limit; product *= Uniform())
            n++;
        return n;
    }

    /// <summary>Binomial: trial by trial, by the rare hits, or rounded normal.</summary>
    internal int Binomial(int n, double rate)
    {
        var mean = n * rate;
        if (n <= 16)
        {
            var hits = 0;
            for (var i = 0; i < n; i++)
                hits += Uniform() < rate ? 1 : 0;
            return hits;
        }

        if (mean < 15)
            return Math.Min(n, Skipping(n, rate));
        if (mean > n - 15)
            return n - Math.Min(n, Skipping(n, 1 - rate));
        return Math.Clamp((int)Math.Round(mean + (Math.Sqrt(mean * (1 - rate)) * Normal())), 0, n);
    }

    /// <summary>Jumps from hit to hit by geometric steps.</summary>
    private int Skipping(int n, double rate)
    {
        if (rate <= 0)
            return 0;
        var hits = 0;
        var log = Math.Log(1 - rate);
        for (var at = Math.Log(1 - Uniform()) / log; at < n; at += 1 + (Math.Log(1 - Uniform()) / log))
            hits++;
        return hits;
    }

    // splitmix64
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static float[] Normals()
    {
        var table = new float[Table];
        for (var i = 0; i < Table; i++)
            table[i] = (float)MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / Table);
        return table;
    }
}
