using Governance.Detection;
using Governance.Detection.Sequential;

namespace Governance.Tests.Detection;

public sealed class TurnDriftTests(ITestOutputHelper output)
{
    private const int Turns = 12;
    private const double Deviation = 0.05;

    [Fact]
    public void Conversations_around_a_mean_of_their_own_are_found_no_more_often_than_asked()
    {
        const int conversations = 30_000;
        const double every = 5_000;
        const int seed = 3;
        var dice = new Random(seed);
        var threshold = TurnDrift.ThresholdOf(every);
        var found = 0;
        for (var i = 0; i < conversations; i++)
        {
            var own = 0.2 + (0.6 * dice.NextDouble());
            found += Play(dice, threshold, _ => own) is null ? 0 : 1;
        }

        output.WriteLine($"seed {seed}: {found} of {conversations} conversations of {Turns} turns");
        ((double)found).ShouldBeLessThanOrEqualTo(conversations * (Turns - 1) / every);
    }

    [Fact]
    public void A_conversation_that_falls_turn_by_turn_is_found_within_it_and_the_beginning_is_named()
    {
        const int begins = 3;
        var drift = Play(new Random(5), TurnDrift.ThresholdOf(1e6), Mean).ShouldNotBeNull();
        drift.Direction.ShouldBe(Direction.Down);
        drift.Before.ShouldBeInRange(begins - 2, begins + 2);
        drift.Turns.ShouldBeLessThanOrEqualTo(Turns);

        static double Mean(int turn) => 0.9 - (0.07 * Math.Max(0, turn - begins));
    }

    [Fact]
    public void A_single_wild_score_is_no_drift() =>
        Play(new Random(9), TurnDrift.ThresholdOf(5_000), turn => turn == 6 ? 0 : 0.9).ShouldBeNull();

    private static TurnDrift? Play(Random dice, double threshold, Func<int, double> mean)
    {
        var drift = new TurnDrift();
        for (var turn = 0; turn < Turns; turn++)
        {
            drift.Take(mean(turn) + (Deviation * Normal(dice)), Deviation);
            if (drift.Statistic >= threshold)
                return drift;
        }

        return null;
    }

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
