namespace Governance.Server.Intake.Series;

/// <summary>
/// How many streams a deployment may have: attributes that never repeat (a request id, say) would make a row of every
/// point. Judged by the hour, on each node.
/// </summary>
internal sealed class StreamLimit(TimeProvider clock)
{
    /// <summary>Streams of one deployment within an hour: some hundred processes with a dozen each.</summary>
    public const int StreamsMax = 2_000;

    /// <summary>Streams told apart in all; past it new ones are taken unjudged until the hour ends.</summary>
    private const int StreamsInAllMax = 200_000;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();

    // Bounded by StreamsInAllMax, and emptied each hour.
    private readonly Dictionary<string, HashSet<string>> _streams = new(StringComparer.Ordinal);
    private int _inAll;
    private DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>False for a stream too many.</summary>
    public bool Allows(string deployment, string stream)
    {
        lock (_gate)
        {
            if (clock.GetUtcNow() - _since >= s_hour)
                Begin();
            if (!_streams.TryGetValue(deployment, out var known))
                _streams.Add(deployment, known = new HashSet<string>(StringComparer.Ordinal));
            if (known.Contains(stream) || _inAll >= StreamsInAllMax)
                return true;
            if (known.Count >= StreamsMax)
                return false;
            _inAll++;
            return known.Add(stream);
        }
    }

    private void Begin()
    {
        _streams.Clear();
        (_inAll, _since) = (0, clock.GetUtcNow());
    }
}
