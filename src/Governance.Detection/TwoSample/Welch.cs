using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>Result of <see cref="Welch.Compare"/>.</summary>
/// <param name="T">(x̄ − ȳ) / √(s²x/n + s²y/m).</param>
/// <param name="DegreesOfFreedom">Welch–Satterthwaite.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record WelchResult(double T, double DegreesOfFreedom, double PValue);

/// <summary>Welch's t-test of two means with unequal variances. O(n + m).</summary>
public static class Welch
{
    /// <summary>Null where it says nothing: a sample of one value, or no variance in either.</summary>
    public static WelchResult? Compare(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2 || y.Length < 2)
            return null;
        return Compare(Error(x), x.Length, Error(y), y.Length);
    }

    /// <summary>The same from each sample's mean, standard deviation and size. O(1).</summary>
    public static WelchResult? Compare(
        (double Mean, double Deviation, long N) x, (double Mean, double Deviation, long N) y) =>
        x.N < 2 || y.N < 2
            ? null
            : Compare(
                (x.Mean, x.Deviation * x.Deviation / x.N), x.N, (y.Mean, y.Deviation * y.Deviation / y.N), y.N);

    private static WelchResult? Compare(
        (double Mean, double Square) x, long n, (double Mean, double Square) y, long m)
    {
        var square = x.Square + y.Square;
        if (square <= 0)
            return null;
        var t = (x.Mean - y.Mean) / Math.Sqrt(square);
        var freedom = square * square / ((x.Square * x.Square / (n - 1)) + (y.Square * y.Square / (m - 1)));
        var p = SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));
        return new WelchResult(t, freedom, p);
    }

    // Mean and its squared standard error; two passes, so a large common offset costs no digits.
    private static (double Mean, double Square) Error(ReadOnlySpan<double> values)
    {
        var origin = values[0];
        var sum = 0.0;
        foreach (var value in values)
            sum += value - origin;
        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - origin - mean) * (value - origin - mean);
        return (origin + mean, squares / (values.Length - 1) / values.Length);
    }
}
