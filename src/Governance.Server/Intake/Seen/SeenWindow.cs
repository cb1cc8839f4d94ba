namespace Governance.Server.Intake.Seen;

/// <summary>
/// The ids of one deployment that are remembered: those stored within <see cref="Length"/>, but no more than about
/// <see cref="LeastIds"/>, forgotten a table at a time. Not for several threads at once.
/// </summary>
internal sealed class SeenWindow
{
    /// <summary>So many of the last ids are remembered at least, if they are young enough.</summary>
    public const int LeastIds = 1_000_000;

    // At most LeastIds and one table more.
    private readonly List<Generation> _generations = [];

    /// <summary>Clients and collectors re-send within minutes; a collector's disk queue within hours.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromHours(24);

    /// <summary>Ids remembered.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// When the newest id was stored that is no longer remembered; null while nothing was forgotten. What happened
    /// later and is not found here was never stored before.
    /// </summary>
    public DateTimeOffset? ForgottenTo { get; private set; }

    /// <summary>The oldest segment whose ids are remembered stands here or later; 0 while that is not known.</summary>
    public long FirstPosition => _generations.Count > 0 ? _generations[0].FirstPosition : 0;

    public bool Contains(ulong id)
    {
        for (var i = _generations.Count - 1; i >= 0; i--)
        {
            if (_generations[i].Ids.Contains(id))
                return true;
        }
        return false;
    }

    /// <summary>Remembers an id that is about to be stored, or was.</summary>
    /// <param name="id">Its digest.</param>
    /// <param name="at">When; never much before an earlier call's.</param>
    public void Add(ulong id, DateTimeOffset at)
    {
        var newest = _generations.Count > 0 ? _generations[^1] : null;
        if (newest is null || newest.Ids.IsFull)
            _generations.Add(newest = new Generation());
        newest.NewestAt = at > newest.NewestAt ? at : newest.NewestAt;
        if (newest.Ids.Add(id))
            Count++;
        Trim(at);
    }

    /// <summary>What was added lately is stored, in segments from this position on.</summary>
    public void Landed(long firstPosition)
    {
        foreach (var generation in _generations)
        {
            if (generation.FirstPosition == 0 || generation.FirstPosition > firstPosition)
                generation.FirstPosition = firstPosition;
        }
    }

    /// <summary>Forgets an id that was not stored after all.</summary>
    public void Remove(ulong id)
    {
        foreach (var generation in _generations)
        {
            if (generation.Ids.Remove(id))
                Count--;
        }
    }

    /// <summary>Something was stored before and is not known here.</summary>
    public void Forgot(DateTimeOffset to) => ForgottenTo = ForgottenTo > to ? ForgottenTo : to;

    /// <summary>Forgets the oldest table, whatever its age.</summary>
    public void ForgetOldest()
    {
        if (_generations.Count == 0)
            return;
        Forgot(_generations[0].NewestAt);
        Count -= _generations[0].Ids.Count;
        _generations.RemoveAt(0);
    }

    /// <summary>Forgets what is past the window.</summary>
    public void Trim(DateTimeOffset now)
    {
        while (_generations.Count > 0
            && (Count - _generations[0].Ids.Count >= LeastIds || _generations[0].NewestAt < now - Length))
        {
            ForgetOldest();
        }
    }

    private sealed class Generation
    {
        public IdTable Ids { get; } = new();

        public DateTimeOffset NewestAt { get; set; }

        public long FirstPosition { get; set; }
    }
}
