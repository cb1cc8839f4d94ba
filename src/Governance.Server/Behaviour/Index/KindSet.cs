using Governance.Domain.Intake;

namespace Governance.Server.Behaviour.Index;

/// <summary>Kinds of observations as bits of a number, so that the database can tell whether two sets meet.</summary>
internal static class KindSet
{
    /// <summary>Meets every set that is not empty.</summary>
    public const int Any = -1;

    /// <summary>A kind that this binary does not know; whoever asks for any kind at all is shown it.</summary>
    private const int Unknown = 1 << 30;

    /// <summary>Of the camelCase words of a header.</summary>
    public static int Of(IEnumerable<string> words) => words.Aggregate(0, (set, word) => set | BitOf(word));

    /// <summary>Of kinds.</summary>
    public static int Of(IEnumerable<ObservationKind> kinds) => kinds.Aggregate(0, (set, kind) => set | 1 << (int)kind);

    private static int BitOf(string word) =>
        Enum.TryParse<ObservationKind>(word, ignoreCase: true, out var kind) ? 1 << (int)kind : Unknown;
}
