namespace Governance.Server.Signals.Drift;

/// <summary>What is named in one of several words.</summary>
public enum DriftCategory
{
    /// <summary>Tools that are called.</summary>
    Tool,

    /// <summary>Task classes of model calls, as declared.</summary>
    TaskClass,

    /// <summary>Clusters of prompts, as the sender numbers or names them.</summary>
    PromptCluster,

    /// <summary>How model calls end.</summary>
    Finish,

    /// <summary>Why model calls fail.</summary>
    ErrorClass,
}

/// <summary>How often each word of a category occurs on both sides.</summary>
internal sealed class CategoryCounts
{
    /// <summary>Words that are told apart; further ones are counted together.</summary>
    private const int MaxWords = 64;

    private const string Rest = "all others";

    private readonly SortedDictionary<string, (long Left, long Right)> _words = new(StringComparer.Ordinal);

    /// <summary>Every word with its two counts, in a fixed order.</summary>
    internal IReadOnlyDictionary<string, (long Left, long Right)> Words => _words;

    internal void Add(bool right, string word)
    {
        var named = _words.ContainsKey(word) || _words.Count < MaxWords ? word : Rest;
        var (left, other) = _words.GetValueOrDefault(named);
        _words[named] = right ? (left, other + 1) : (left + 1, other);
    }
}
