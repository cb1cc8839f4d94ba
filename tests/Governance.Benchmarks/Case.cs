namespace Governance.Benchmarks;

/// <summary>Which way is good.</summary>
internal enum Better
{
    /// <summary>A rate: the ratio must reach the bar.</summary>
    Higher,

    /// <summary>A time: the ratio must stay under the bar.</summary>
    Lower,
}

/// <summary>One row of a benchmark's table.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Measured">How fast it was, in <paramref name="Unit"/>.</param>
/// <param name="Floor">The anchor of the same run, in the same unit.</param>
/// <param name="Bar">What the ratio measured ÷ floor has to reach, or to stay under.</param>
/// <param name="Unit">events/s, ms, s.</param>
/// <param name="Better">Which way is good.</param>
internal sealed record Case(string Name, double Measured, double Floor, double Bar, string Unit, Better Better)
{
    public double Ratio => Measured / Floor;

    public bool Holds => Better == Better.Higher ? Ratio >= Bar : Ratio <= Bar;
}
