using Governance.Domain.Intake;

namespace Governance.Server.Intake.Coverage;

/// <summary>What some headers say together: how many of each kind, in which vocabulary, telling what.</summary>
internal sealed class CoverageSums
{
    /// <summary>Words counted apart in each of the three: more than the tables have.</summary>
    private const int WordsMax = 64;

    // Each bounded by WordsMax.
    private readonly Dictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _spoken = new(StringComparer.Ordinal);

    /// <summary>In which vocabularies, with how many observations in each.</summary>
    public IReadOnlyDictionary<string, long> Spoken => _spoken;

    public long OfKind(string kind) => _kinds.GetValueOrDefault(kind);

    public long Known(string key) => _known.GetValueOrDefault(key);

    public void Add(BehaviourEvent.SegmentRecorded header)
    {
        Add(_kinds, header.Kinds.Select(pair => (pair.Key, (long)pair.Value)));
        Add(_known, header.Known.Select(pair => (pair.Key, (long)pair.Value)));
        Add(_spoken, header.Vocabularies.Select(pair => (pair.Key, (long)pair.Value)));
    }

    public void Add(CoverageSums other)
    {
        Add(_kinds, other._kinds.Select(pair => (pair.Key, pair.Value)));
        Add(_known, other._known.Select(pair => (pair.Key, pair.Value)));
        Add(_spoken, other._spoken.Select(pair => (pair.Key, pair.Value)));
    }

    private static void Add(Dictionary<string, long> sums, IEnumerable<(string Word, long Count)> more)
    {
        foreach (var (word, count) in more)
        {
            if (sums.Count < WordsMax || sums.ContainsKey(word))
                sums[word] = sums.GetValueOrDefault(word) + count;
        }
    }
}
