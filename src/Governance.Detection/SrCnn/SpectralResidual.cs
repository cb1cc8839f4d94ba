using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Governance.Detection.SrCnn;

/// <summary>
/// Saliency of a series by its spectral residual (Ren et al., KDD 2019): the log amplitude less its running mean, with
/// the phase kept, transformed back. What stands out from the spectrum's own smoothness lights up. O(w log w).
/// </summary>
internal static class SpectralResidual
{
    private const double Tiny = 1e-8;

    internal static double[] Saliency(ReadOnlySpan<double> values, int averaging)
    {
        var spectrum = new Complex[values.Length];
        for (var i = 0; i < values.Length; i++)
            spectrum[i] = values[i];
        Fourier.Forward(spectrum, FourierOptions.AsymmetricScaling);
        double[] logs = [.. spectrum.Select(x => x.Magnitude <= Tiny ? double.NaN : Math.Log(x.Magnitude))];
        for (var i = 0; i < spectrum.Length; i++)
        {
            if (double.IsNaN(logs[i]))
                spectrum[i] = 0;
            else
                spectrum[i] *= Math.Exp(-Mean(logs, i, averaging));
        }

        Fourier.Inverse(spectrum, FourierOptions.AsymmetricScaling);
        return [.. spectrum.Select(x => x.Magnitude)];
    }

    /// <summary>
    /// Appends values where the slopes of the last few point: without them the newest value is the edge of the window,
    /// and every edge stands out. The slopes end before the newest value, else a spike would be carried on as a step
    /// and hide in it.
    /// </summary>
    internal static double[] Extended(ReadOnlySpan<double> values, int lookahead, int back)
    {
        var last = values.Length - 2;
        var slope = 0.0;
        for (var i = 1; i <= back; i++)
            slope += (values[last] - values[last - i]) / i / back;
        var next = values[last - back + 1] + (slope * back);
        double[] extended = [.. values, .. Enumerable.Repeat(next, lookahead)];
        return extended;
    }

    // The mean of the log amplitudes at and before a frequency, those without amplitude left out.
    private static double Mean(double[] logs, int at, int width)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(0, at - width + 1); i <= at; i++)
        {
            if (!double.IsNaN(logs[i]))
                (sum, count) = (sum + logs[i], count + 1);
        }

        return sum / count;
    }
}
