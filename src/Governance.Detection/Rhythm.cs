namespace Governance.Detection;

/// <summary>
/// What the hours of the day are wont to do, learned while all is calm: the hours that lie above the reference by
/// habit may go on doing so. A day becomes habit when the next one has been calm too, so that a change does not
/// excuse itself.
/// </summary>
internal sealed class Rhythm
{
    private const int Hours = 24;

    /// <summary>
    /// Observations of the reference's own level that every hour is credited with: thin hours stay near it.
    /// </summary>
    private const double Prior = 200;

    /// <summary>Learning ends after two weeks: a slow creep must not become a habit.</summary>
    private static readonly TimeSpan s_learns = TimeSpan.FromDays(14);

    /// <summary>A step longer than this belongs to no hour.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(3);

    /// <summary>How long hours are held back before they count as habit.</summary>
    private static readonly TimeSpan s_heldBack = TimeSpan.FromDays(1);

    private readonly Hits[] _habit = new Hits[Hours];
    private readonly Hits[] _recent = new Hits[Hours];
    private DateTimeOffset _recentSince;

    /// <summary>Takes in a calm step.</summary>
    internal void Learn(Sample step, Hits hits, DateTimeOffset since)
    {
        if (HourOf(step) is not { } hour || step.To - since > s_learns)
            return;
        if (_recentSince == default)
            _recentSince = step.From;
        if (step.From - _recentSince >= s_heldBack)
            Settle(step.From);
        _recent[hour] = _recent[hour].Plus(hits.N, hits.Up, hits.Down);
    }

    /// <summary>Drops what has not become habit yet: something changed meanwhile.</summary>
    internal void Doubt()
    {
        Array.Clear(_recent);
        _recentSince = default;
    }

    /// <summary>The largest unchanged levels of this step's hour.</summary>
    internal (double Up, double Down) LimitsOf(Sample step, Yardstick yardstick, Func<double, double> margin)
    {
        if (HourOf(step) is not { } hour || _habit[hour] is not { N: > 0 } habit)
            return (yardstick.UpLimit, yardstick.DownLimit);
        return (
            Limit(habit.Up, habit.N, yardstick.UpLevel, yardstick.UpLimit, margin),
            Limit(habit.Down, habit.N, yardstick.DownLevel, yardstick.DownLimit, margin));
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_recentSince.UtcTicks);
        foreach (var hits in (ReadOnlySpan<Hits>)[.. _habit, .. _recent])
            hits.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        _recentSince = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        foreach (var hours in (Hits[][])[_habit, _recent])
        {
            for (var hour = 0; hour < Hours; hour++)
                hours[hour] = Hits.Load(reader);
        }
    }

    private void Settle(DateTimeOffset now)
    {
        for (var hour = 0; hour < Hours; hour++)
            _habit[hour] = _habit[hour].Plus(_recent[hour].N, _recent[hour].Up, _recent[hour].Down);
        Array.Clear(_recent);
        _recentSince = now;
    }

    private static double Limit(double hits, double n, double level, double limit, Func<double, double> margin)
    {
        if (limit >= 1)
            return 1;
        var usual = (hits + (Prior * level)) / (n + Prior);
        return Math.Clamp(usual + margin(usual), limit, 1);
    }

    private static int? HourOf(Sample step) =>
        step.To - step.From > s_longest ? null : (step.From + ((step.To - step.From) / 2)).UtcDateTime.Hour;
}

/// <summary>Observations of a step and how much of them lay beyond a reference, upwards and downwards.</summary>
/// <param name="N">Observations that were looked at.</param>
/// <param name="Up">Hits upwards; of a mean, the sum of x.</param>
/// <param name="Down">Hits downwards; of a mean, the sum of 1 − x.</param>
public readonly record struct Hits(double N, double Up, double Down)
{
    internal Hits Plus(double n, double up, double down) => new(N + n, Up + up, Down + down);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(N);
        writer.Write(Up);
        writer.Write(Down);
    }

    internal static Hits Load(BinaryReader reader) =>
        new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
