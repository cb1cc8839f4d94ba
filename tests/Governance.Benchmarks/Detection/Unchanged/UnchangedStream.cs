namespace Governance.Benchmarks.Detection.Unchanged;

/// <summary>
/// A kind of stream in which nothing changes, one point a minute, and its standard deviation, so that shifts can be
/// planted in its own unit.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Deviation">σ of one point; of heavy tails, of their central part.</param>
/// <param name="Draw">A fresh stream: dice → (minute → value).</param>
internal sealed record UnchangedStream(string Name, double Deviation, Func<Random, Func<int, double>> Draw)
{
    private const double MinutesPerDay = 1_440;

    /// <summary>The families that every promise is held against.</summary>
    public static IReadOnlyList<UnchangedStream> Families { get; } =
    [
        new("independent, normal", 1, dice => _ => Normal(dice)),
        new("heavy tails (t, 3 degrees)", 1, dice => _ => Student3(dice)),
        new("AR(1), 0.3", 1, dice => Autoregressive(dice, 0.3)),
        new("AR(1), 0.8", 1, dice => Autoregressive(dice, 0.8)),
        new("daily season", 1, dice => minute => (5 * Math.Sin(2 * Math.PI * minute / MinutesPerDay)) + Normal(dice)),
        new("counts (Poisson, 4)", 2, dice => _ => Poisson(dice, 4)),
        new("rate near 0 (hits of 200 at 0.1 %)", Math.Sqrt(0.2), dice => _ => Poisson(dice, 0.2)),
    ];

    public static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double Student3(Random dice)
    {
        var (a, b, c) = (Normal(dice), Normal(dice), Normal(dice));
        return Normal(dice) / Math.Sqrt(((a * a) + (b * b) + (c * c)) / 3);
    }

    private static Func<int, double> Autoregressive(Random dice, double coefficient)
    {
        var state = Normal(dice);
        return _ => state = (coefficient * state) + (Math.Sqrt(1 - (coefficient * coefficient)) * Normal(dice));
    }

    private static double Poisson(Random dice, double mean)
    {
        var (count, product, limit) = (0, dice.NextDouble(), Math.Exp(-mean));
        for (; product > limit; product *= dice.NextDouble())
            count++;
        return count;
    }
}
