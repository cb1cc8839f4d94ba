using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using static Governance.Tests.Clocks.ClockFixtures;

namespace Governance.Tests.Clocks;

/// <summary>Whatever people do in whatever order, no duty is lost.</summary>
public sealed class ClockPropertyTests
{
    private static readonly Circumstance[] s_all = Enum.GetValues<Circumstance>();

    [Fact]
    public void Awareness_only_falls_and_a_clock_stops_only_by_a_report_two_people_or_a_stricter_clock()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (clocks, now) = (RegulatoryClocks.Initial, At(2028, 1, 10));
            for (var step = 0; step < 40; step++)
            {
                now = now.AddHours(random.Next(0, 30));
                var decision = Next(random, clocks, now);
                var after = decision.Events.Aggregate(clocks, RegulatoryClocks.Evolve);
                Check(seed, clocks, after, decision);
                clocks = after;
            }
        }
    }

    private static void Check(
        int seed, RegulatoryClocks before, RegulatoryClocks after, Decision<RegulatoryClockEvent> decision)
    {
        if (before.AwareAt is { } known)
            after.AwareAt!.Value.ShouldBeLessThanOrEqualTo(known, $"seed {seed}");
        after.Clocks.Count.ShouldBeGreaterThanOrEqualTo(before.Clocks.Count, $"seed {seed}");
        foreach (var clock in before.Clocks.Where(clock => clock.IsRunning))
        {
            var name = clock.Started.Clock;
            var now = after.Find(name)!;
            now.StrictDueAt.GetValueOrDefault().ShouldBeLessThanOrEqualTo(
                clock.StrictDueAt.GetValueOrDefault(), $"seed {seed}: {name} became later");
            if (now.IsRunning)
                continue;
            decision.Events.ShouldContain(fact =>
                fact is RegulatoryClockEvent.ReportSubmitted || fact is RegulatoryClockEvent.ClockSetAside
                || fact is RegulatoryClockEvent.ClockSuperseded, $"seed {seed}");
        }

        var owed = after.Clocks.Where(clock => clock.IsRunning && clock.Started.Kind is ReportKind.Initial)
            .GroupBy(clock => clock.Started.Report);
        owed.ShouldAllBe(report => report.Count() == 1, $"seed {seed}: one report is owed twice");
    }

    private static Decision<RegulatoryClockEvent> Next(Random random, RegulatoryClocks clocks, DateTimeOffset now)
    {
        var clock = clocks.Clocks.Count == 0 ? "none" : clocks.Clocks[random.Next(clocks.Clocks.Count)].Started.Clock;
        var by = random.Next(2) == 0 ? Officer : Second;
        return random.Next(9) switch
        {
            0 or 1 => Classify(clocks.AwareAt ?? now, Some(random), (Classification)random.Next(3)).Decide(clocks, now),
            2 => new CorrectAwareness(now.AddHours(-random.Next(100)), "r", by, Calendar).Decide(clocks, now),
            3 => new DraftReport(clock, 1, "text", $"d{random.Next(3)}", [], by).Decide(clocks, now),
            4 => new ApproveReport(clock, $"d{random.Next(3)}", by).Decide(clocks, now),
            5 => Submit(clock, now).Decide(clocks, now),
            6 => new AskToSetAside(clock, "r", by).Decide(clocks, now),
            7 => new SetClockAside(clock, by).Decide(clocks, now),
            _ => new PassTime().Decide(clocks, now),
        };
    }

    private static ImmutableSortedSet<Circumstance> Some(Random random) =>
        [.. s_all.Where(one => one.IsStanding() || random.Next(3) == 0)];
}
