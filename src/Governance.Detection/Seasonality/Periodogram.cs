using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Governance.Detection.Seasonality;

/// <summary>Spectrum and autocorrelation of a centred series. O(n log n).</summary>
internal static class Periodogram
{
    /// <summary>Power at the frequencies 0 … n/2, in cycles over the whole series.</summary>
    internal static double[] Power(ReadOnlySpan<double> values)
    {
        var spectrum = Centred(values, values.Length);
        Fourier.Forward(spectrum, FourierOptions.AsymmetricScaling);
        return [.. spectrum.Take((values.Length / 2) + 1).Select(x => x.Real * x.Real + x.Imaginary * x.Imaginary)];
    }

    /// <summary>Autocorrelation at the lags 0 … n − 1, 1 at lag 0; all 0 for a constant.</summary>
    internal static double[] Autocorrelation(ReadOnlySpan<double> values)
    {
        var padded = 2;
        while (padded < 2 * values.Length)
            padded *= 2;
        var spectrum = Centred(values, padded);
        Fourier.Forward(spectrum, FourierOptions.AsymmetricScaling);
        for (var i = 0; i < padded; i++)
            spectrum[i] = spectrum[i] * Complex.Conjugate(spectrum[i]);
        Fourier.Inverse(spectrum, FourierOptions.AsymmetricScaling);
        var whole = spectrum[0].Real;
        return [.. spectrum.Take(values.Length).Select(x => whole > 0 ? x.Real / whole : 0)];
    }

    private static Complex[] Centred(ReadOnlySpan<double> values, int length)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        var centred = new Complex[length];
        for (var i = 0; i < values.Length; i++)
            centred[i] = values[i] - mean;
        return centred;
    }
}
