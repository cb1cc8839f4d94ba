namespace Governance.Messaging;

/// <summary>
/// How long to wait before the next try: doubling, capped, and spread so that retries do not come in step.
/// </summary>
public static class Backoff
{
    /// <summary>
    /// The longest wait between two tries, so that a receiver that comes back is noticed within a minute.
    /// </summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The wait after try number <paramref name="attempt"/> (from 1): first · 2^(attempt−1) up to
    /// <see cref="Longest"/>, plus up to half of it. The addition is derived from <paramref name="seed"/> (the row's
    /// id), so it differs between messages, is the same for the same try, and never shortens the wait.
    /// </summary>
    public static TimeSpan After(int attempt, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var doubled = s_first * Math.Pow(2, Math.Min(attempt - 1, 16));
        var wait = doubled < Longest ? doubled : Longest;
        return Spread(wait, attempt, seed);
    }

    /// <summary>A wait with up to half of it added, by the same rule.</summary>
    public static TimeSpan Spread(TimeSpan wait, int attempt, long seed) =>
        wait * (1 + (0.5 * Fraction(seed, attempt)));

    // SplitMix64 (Steele, Lea, Flood 2014): a well-spread number from two small ones, without a generator's state.
    private static double Fraction(long seed, int attempt)
    {
        var mixed = unchecked(((ulong)seed * 0x9E3779B97F4A7C15) + ((ulong)attempt * 0xBF58476D1CE4E5B9));
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
