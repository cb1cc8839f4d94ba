using System.Diagnostics;
using Governance.Domain.Signals;
using Governance.Server.Shell;

namespace Governance.Server.Signals.Judging;

/// <summary>How what people say of an episode is said.</summary>
internal static class JudgingWords
{
    /// <summary>In the order of a form: what is said most comes first.</summary>
    internal static IReadOnlyList<Disposition> InOrder { get; } =
        [Disposition.True, Disposition.False, Disposition.Expected, Disposition.Unknown];

    /// <summary>One word, as addresses and forms spell it.</summary>
    internal static string Of(Disposition disposition) => disposition.ToString().ToLowerInvariant();

    /// <summary>What the word means, so that two people mean the same by it.</summary>
    internal static string Meaning(Disposition disposition) => disposition switch
    {
        Disposition.True => "it had changed, and somebody should have been told",
        Disposition.False => "it had not changed: the detector erred",
        Disposition.Expected => "it had changed as it was meant to",
        Disposition.Unknown => "nobody can tell",
        _ => throw new UnreachableException($"Unknown disposition {disposition}."),
    };

    internal static Tone ToneOf(Disposition disposition) => disposition switch
    {
        Disposition.True or Disposition.Expected => Tone.Ok,
        Disposition.False => Tone.Medium,
        _ => Tone.Info,
    };
}
