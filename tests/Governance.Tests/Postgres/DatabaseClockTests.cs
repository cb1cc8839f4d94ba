using Governance.Postgres;

namespace Governance.Tests.Postgres;

public sealed class DatabaseClockTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_trip = TimeSpan.FromMilliseconds(10);

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void A_wall_clock_that_is_set_while_it_runs_changes_nothing(int seconds)
    {
        var wall = new Wall { Now = s_noon };
        var clock = new DatabaseClock(wall);
        wall.Now += TimeSpan.FromSeconds(seconds);
        wall.Pass(TimeSpan.FromSeconds(5));

        clock.GetUtcNow().ShouldBe(s_noon.AddSeconds(5));
    }

    [Fact]
    public void It_goes_by_the_database_whatever_the_wall_says()
    {
        var wall = new Wall { Now = s_noon.AddDays(3) };
        var clock = new DatabaseClock(wall);
        Hear(clock, wall, s_noon);
        clock.GetUtcNow().ShouldBe(s_noon + s_trip);

        wall.Pass(TimeSpan.FromSeconds(1));
        Hear(clock, wall, s_noon.AddHours(1));
        clock.GetUtcNow().ShouldBe(s_noon.AddHours(1));
        Hear(clock, wall, s_noon.AddHours(-1));
        clock.GetUtcNow().ShouldBe(s_noon.AddHours(-1) + s_trip);
    }

    [Fact]
    public void A_slow_answer_does_not_shake_a_good_estimate()
    {
        var wall = new Wall { Now = s_noon };
        var clock = new DatabaseClock(wall);
        var asked = clock.GetTimestamp();
        wall.Pass(TimeSpan.FromSeconds(2));
        clock.Hear(s_noon.AddSeconds(0.5), asked);

        clock.GetUtcNow().ShouldBe(s_noon.AddSeconds(2));
    }

    private static void Hear(DatabaseClock clock, Wall wall, DateTimeOffset said)
    {
        var asked = clock.GetTimestamp();
        wall.Pass(s_trip);
        clock.Hear(said, asked);
    }

    /// <summary>A wall clock that can be set, beside time that only passes.</summary>
    private sealed class Wall : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            Now += time;
            _ticks += time.Ticks;
        }

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _ticks;
    }
}
