using MathNet.Numerics;

namespace Governance.Detection.Sequential;

/// <summary>
/// Beta-mixture e-process for a rate: E_n(p₀) = B(a+S, b+n−S) / [B(a,b) p₀^S (1−p₀)^(n−S)]. Exact for independent
/// trials, at any stopping time; what it does not reject at α is a confidence sequence for the rate. O(1) per trial.
/// </summary>
/// <param name="alpha">a &gt; 0 of the mixing beta law; 1 and 1 prefer no rate, ½ and ½ are Jeffreys'.</param>
/// <param name="beta">b &gt; 0.</param>
public sealed class RateMixture(double alpha = 1, double beta = 1)
{
    private const byte Version = 1;

    // Halving an interval of length 1 this often reaches the last bit of a double.
    private const int Halvings = 60;

    /// <summary>Trials so far.</summary>
    public long Trials { get; private set; }

    /// <summary>Hits so far.</summary>
    public long Hits { get; private set; }

    /// <summary>Takes in some trials.</summary>
    public void Observe(long trials, long hits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, hits);
        (Trials, Hits) = (Trials + trials, Hits + hits);
    }

    /// <summary>log E against "the rate is <paramref name="rate"/>", in (0, 1).</summary>
    public double LogE(double rate) =>
        SpecialFunctions.BetaLn(alpha + Hits, beta + Trials - Hits) - SpecialFunctions.BetaLn(alpha, beta)
            - (Hits * Math.Log(rate)) - ((Trials - Hits) * Math.Log(1 - rate));

    /// <summary>
    /// The rates with E &lt; 1/error: holds the true rate at all times at once with probability ≥ 1 − error. log E is
    /// convex in the rate with its minimum at S/n, so each end is one bisection.
    /// </summary>
    public ConfidenceInterval Interval(double error)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(error);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(error, 1);
        if (Trials == 0)
            return new ConfidenceInterval(0, 1);
        var (centre, limit) = ((double)Hits / Trials, -Math.Log(error));
        return new ConfidenceInterval(
            Hits == 0 ? 0 : End(centre, 0, limit), Hits == Trials ? 1 : End(centre, 1, limit));
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.RateMixture, Version);
        writer.Write(Trials);
        writer.Write(Hits);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.RateMixture, Version);
        Trials = reader.ReadInt64();
        Hits = reader.ReadInt64();
    }

    private double End(double inside, double outside, double limit)
    {
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (inside + outside) / 2;
            if (LogE(middle) < limit)
                inside = middle;
            else
                outside = middle;
        }

        return outside;
    }
}
