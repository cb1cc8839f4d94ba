namespace Governance.Detection.TwoSample;

/// <summary>Upper tails of the Kolmogorov–Smirnov statistic.</summary>
internal static class KolmogorovLaws
{
    // Past this the k-th term is below one part in 10^17 for every argument that is asked.
    private const int Terms = 40;
    private const double Large = 1e140;

    /// <summary>
    /// P(a uniformly drawn lattice path from (0,0) to (n,m) meets |i·m − j·n| ≥ reach). The last step of a path to
    /// (i,j) came from the left with probability i/(i+j), so the recursion adds positive terms only and small tails
    /// keep their relative precision (after Hodges 1958).
    /// </summary>
    internal static double LatticePaths(long n, long m, long reach)
    {
        if (n < m)
            (n, m) = (m, n);
        var row = new double[m + 1];
        for (long i = 0; i <= n; i++)
        {
            for (long j = 0; j <= m; j++)
            {
                row[j] = Math.Abs((i * m) - (j * n)) >= reach ? 1
                    : i == 0 && j == 0 ? 0
                    : i == 0 ? row[j - 1]
                    : j == 0 ? row[0]
                    : ((i * row[j]) + (j * row[j - 1])) / (i + j);
            }
        }

        return row[m];
    }

    /// <summary>P(√n D ≥ x) in the limit: 2 Σ (−1)^(k−1) exp(−2k²x²), below x = 1 by its theta transform.</summary>
    internal static double Limit(double x)
    {
        if (x <= 0.04)
            return 1;
        var sum = 0.0;
        if (x < 1)
        {
            for (var k = 1; k <= Terms; k++)
                sum += Math.Exp(-Math.Pow(((2 * k) - 1) * Math.PI / x, 2) / 8);
            return 1 - (Math.Sqrt(2 * Math.PI) / x * sum);
        }

        for (var k = Terms; k >= 1; k--)
            sum += (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * Math.Pow(k * x, 2));
        return Math.Min(1, 2 * sum);
    }

    /// <summary>
    /// P(D ≥ d) of one sample of n against its true law: one element of the n-th power of a matrix (Marsaglia, Tsang,
    /// Wang, J. Stat. Software 8(18), 2003). O(k³ log n), k = ⌈n·d⌉.
    /// </summary>
    internal static double OneSample(int n, double d)
    {
        if (d >= 1)
            return 0;
        if (n * d * d > 18)
            return Math.Min(1, 2 * Math.Exp(-2 * n * d * d)); // below 1e-15, whatever the correction
        var k = (int)(n * d) + 1;
        var (power, exponent) = Power(Transition(k, k - (n * d)), n, k - 1);
        var probability = power[k - 1, k - 1];
        for (var i = 1; i <= n; i++)
        {
            probability *= (double)i / n;
            if (probability < 1 / Large)
                (probability, exponent) = (probability * Large, exponent - 140);
        }

        return Math.Clamp(1 - (probability * Math.Pow(10, exponent)), 0, 1);
    }

    private static double[,] Transition(int k, double h)
    {
        var size = (2 * k) - 1;
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= Math.Min(i + 1, size - 1); j++)
                matrix[i, j] = 1;
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }

        matrix[size - 1, 0] += h > 0.5 ? Math.Pow((2 * h) - 1, size) : 0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                for (var g = 1; g <= i - j + 1; g++)
                    matrix[i, j] /= g;
            }
        }

        return matrix;
    }

    private static (double[,] Matrix, int Exponent) Power(double[,] matrix, int n, int centre)
    {
        if (n == 1)
            return (matrix, 0);
        var (half, exponent) = Power(matrix, n / 2, centre);
        var power = Times(half, half);
        exponent *= 2;
        if (n % 2 == 1)
            power = Times(matrix, power);
        if (power[centre, centre] <= Large)
            return (power, exponent);
        for (var i = 0; i < power.GetLength(0); i++)
        {
            for (var j = 0; j < power.GetLength(1); j++)
                power[i, j] /= Large;
        }

        return (power, exponent + 140);
    }

    private static double[,] Times(double[,] a, double[,] b)
    {
        var size = a.GetLength(0);
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var l = 0; l < size; l++)
            {
                for (var j = 0; j < size; j++)
                    product[i, j] += a[i, l] * b[l, j];
            }
        }

        return product;
    }
}
