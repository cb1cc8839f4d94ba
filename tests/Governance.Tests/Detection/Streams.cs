using Governance.Detection;

namespace Governance.Tests.Detection;

/// <summary>
/// Seeded streams and the number of runs: the stated counts with GOVERNANCE_LONG=1, else a twentieth.
/// </summary>
internal static class Streams
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static int Runs(int stated) =>
        Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? stated : Math.Max(1, stated / 20);

    internal static float[] Rate(this Random dice, int n, double rate)
    {
        var values = new float[n];
        for (var i = 0; i < n; i++)
            values[i] = dice.NextDouble() < rate ? 1 : 0;
        return values;
    }

    internal static double Normal(this Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    internal static float[] LogNormal(this Random dice, int n, double median, double sigma)
    {
        var values = new float[n];
        for (var i = 0; i < n; i++)
            values[i] = (float)(median * Math.Exp(sigma * dice.Normal()));
        return values;
    }

    internal static float[] Scores(this Random dice, int n, double mean, double spread)
    {
        var values = new float[n];
        for (var i = 0; i < n; i++)
            values[i] = (float)Math.Clamp(mean + (spread * dice.Normal()), 0, 1);
        return values;
    }

    /// <summary>Pareto with shape 1.5: infinite variance.</summary>
    internal static float[] HeavyTailed(this Random dice, int n)
    {
        var values = new float[n];
        for (var i = 0; i < n; i++)
            values[i] = (float)(100 * Math.Pow(1 - dice.NextDouble(), -1 / 1.5));
        return values;
    }

    /// <summary>Number of the first step that raises, or null within so many steps.</summary>
    internal static int? FirstAlarm(this PastWatch watch, int steps, Func<int, float[]> values)
    {
        for (var i = 0; i < steps; i++)
        {
            if (watch.Step(values(i), At(i), At(i + 1)).Outcome is Outcome.Raised)
                return i;
        }

        return null;
    }

    internal static int? FirstAlarm(
        this ArmWatch watch, int steps, Yardstick? yardstick, Func<int, (float[] Candidate, float[] Stable)> values)
    {
        for (var i = 0; i < steps; i++)
        {
            var (candidate, stable) = values(i);
            if (watch.Step(candidate, stable, At(i), At(i + 1), yardstick).Outcome is Outcome.Raised)
                return i;
        }

        return null;
    }

    internal static PastWatch Warm(this PastWatch watch, Func<int, float[]> values)
    {
        for (var i = 0; watch.Yardstick is null || watch.Known < 2000; i++)
            watch.Step(values(i), At(i), At(i + 1)).Outcome.ShouldNotBe(Outcome.Raised);
        return watch;
    }

    internal static DateTimeOffset At(int minute) => s_start.AddMinutes(minute);
}
