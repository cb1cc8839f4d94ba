using Governance.Detection.Multiplicity;
using Governance.Detection.Sequential;

namespace Governance.Tests.Detection;

/// <summary>The guarantees of the sequential room, each held to by simulation under its own assumption.</summary>
public sealed class SequentialTests(ITestOutputHelper output)
{
    private const double Error = 0.05;

    [Fact]
    public void Conformal_p_values_are_uniform_over_epochs_and_with_ties()
    {
        var dice = new Random(71);
        var rank = new ConformalRank(64, 5);
        var deciles = new int[10];
        const int n = 20_000;
        for (var i = 0; i < n; i++)
            deciles[Math.Min(9, (int)(rank.Observe(dice.Next(7)) * 10))]++;
        foreach (var count in deciles)
            ((double)count).ShouldBe(n / 10.0, 4 * Math.Sqrt(n * 0.09));
    }

    [Fact]
    public void A_martingale_on_a_heavy_tailed_stream_climbs_high_as_rarely_as_promised() =>
        ShareAbove(72, dice =>
        {
            var martingale = new ConformalMartingale(256, (ulong)dice.NextInt64());
            var highest = 0.0;
            for (var i = 0; i < 400; i++)
                highest = Math.Max(highest, martingale.Observe(Math.Tan(Math.PI * dice.NextDouble())).LogMartingale);
            return highest;
        });

    [Fact]
    public void A_jumper_climbs_high_as_rarely_as_promised() => ShareAbove(73, dice =>
    {
        var jumper = new SimpleJumper(0.1);
        var highest = 0.0;
        for (var i = 0; i < 400; i++)
            highest = Math.Max(highest, jumper.Observe(dice.NextDouble()));
        return highest;
    });

    [Fact]
    public void A_bet_on_a_bounded_mean_at_its_limit_climbs_high_as_rarely_as_promised() => ShareAbove(74, dice =>
    {
        var bet = new BoundedMeanBet(0.2);
        var highest = 0.0;
        for (var i = 0; i < 400; i++)
        {
            bet.Observe(dice.NextDouble() < 0.25 ? dice.NextDouble() < 0.6 ? 1 : 0.5 : 0);
            highest = Math.Max(highest, bet.LogCapital);
        }

        return highest;
    });

    [Fact]
    public void A_rates_confidence_sequence_misses_it_as_rarely_as_promised() => ShareAbove(75, dice =>
    {
        var mixture = new RateMixture();
        var highest = 0.0;
        for (var i = 0; i < 400; i++)
        {
            mixture.Observe(1, dice.NextDouble() < 0.03 ? 1 : 0);
            highest = Math.Max(highest, mixture.LogE(0.03));
        }

        var interval = mixture.Interval(Error);
        (mixture.LogE(0.03) < -Math.Log(Error)).ShouldBe(interval.Lower <= 0.03 && 0.03 <= interval.Upper);
        return highest;
    });

    [Fact]
    public void A_means_confidence_sequence_misses_it_as_rarely_as_promised() => ShareAbove(76, dice =>
    {
        var (sum, missed) = (0.0, false);
        for (var n = 1; n <= 400; n++)
        {
            sum += 3 * dice.Normal();
            missed |= Math.Abs(sum / n) > MeanSequence.Radius(n, 3, Error, 100);
        }

        return missed ? double.PositiveInfinity : 0;
    });

    [Fact]
    public void False_alarms_of_the_conformal_cusum_lie_as_far_apart_as_asked()
    {
        const double promise = 100;
        var dice = new Random(77);
        var runs = Streams.Runs(4_000);
        double sum = 0, squares = 0;
        for (var run = 0; run < runs; run++)
        {
            var martingale = new ConformalMartingale(128, (ulong)dice.NextInt64());
            var steps = 0;
            double log;
            do
            {
                log = martingale.Observe(dice.NextDouble()).LogCusum;
                steps++;
            }
            while (log < Math.Log(promise) && steps < 20_000);
            (sum, squares) = (sum + steps, squares + ((double)steps * steps));
        }

        var mean = sum / runs;
        var error = Math.Sqrt(((squares / runs) - (mean * mean)) / runs);
        output.WriteLine($"seed 77: {mean:F0} ± {error:F0} scores to a false alarm, asked for {promise}");
        (mean + (3 * error)).ShouldBeGreaterThanOrEqualTo(promise);
    }

    [Fact]
    public void A_shift_of_the_scores_is_found_soon()
    {
        var dice = new Random(78);
        var martingale = new ConformalMartingale(2_048);
        for (var i = 0; i < 500; i++)
            martingale.Observe(Math.Abs(dice.Normal()));
        var delay = Enumerable.Range(1, 200).First(_ => martingale.Observe(Math.Abs(dice.Normal()) + 2).LogCusum > 6.9);
        delay.ShouldBeLessThan(30);
    }

    [Fact]
    public void Evidence_of_many_tests_rejects_the_strong_and_leaves_the_weak() => EBenjaminiHochberg
        .Rejected([Math.Log(90), Math.Log(3), Math.Log(500), Math.Log(45)], 0.1)
        .ShouldBe([0, 2, 3]);

    [Fact]
    public void Saved_states_go_on_as_if_nothing_had_happened_and_refuse_strangers()
    {
        var dice = new Random(79);
        double[] values = [.. Enumerable.Range(0, 300).Select(_ => Math.Round(dice.NextDouble(), 2))];
        var (martingale, copy) = (new ConformalMartingale(100), new ConformalMartingale(100));
        var (jumper, jumperCopy) = (new SimpleJumper(), new SimpleJumper());
        var (bet, betCopy) = (new BoundedMeanBet(0.4), new BoundedMeanBet(0.4));
        foreach (var value in values[..150])
            Step(martingale, jumper, bet, value);
        var bytes = Saved(martingale, jumper, bet);
        using (var reader = new BinaryReader(new MemoryStream(bytes)))
        {
            copy.Load(reader);
            jumperCopy.Load(reader);
            betCopy.Load(reader);
        }

        foreach (var value in values[150..])
            Step(copy, jumperCopy, betCopy, value).ShouldBe(Step(martingale, jumper, bet, value));
        Saved(copy, jumperCopy, betCopy).ShouldBe(Saved(martingale, jumper, bet));
        bytes[1]++;
        Should.Throw<InvalidDataException>(() => copy.Load(new BinaryReader(new MemoryStream(bytes))));
    }

    private static (ConformalStep Step, double Jumper, double Bet) Step(
        ConformalMartingale martingale, SimpleJumper jumper, BoundedMeanBet bet, double value)
    {
        var step = martingale.Observe(value);
        return (step, jumper.Observe(step.PValue), bet.Observe(value));
    }

    private static byte[] Saved(ConformalMartingale martingale, SimpleJumper jumper, BoundedMeanBet bet)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        martingale.Save(writer);
        jumper.Save(writer);
        bet.Save(writer);
        return bytes.ToArray();
    }

    private void ShareAbove(int seed, Func<Random, double> highest)
    {
        var dice = new Random(seed);
        var runs = Streams.Runs(20_000);
        var above = Enumerable.Range(0, runs).Count(_ => highest(dice) >= -Math.Log(Error));
        output.WriteLine($"seed {seed}: {above} of {runs} reach 1/{Error}");
        ((double)above / runs).ShouldBeLessThanOrEqualTo(Error + (3 * Math.Sqrt(Error * (1 - Error) / runs)));
    }
}
