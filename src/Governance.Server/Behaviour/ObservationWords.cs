using System.Globalization;
using Governance.Domain.Intake;

namespace Governance.Server.Behaviour;

/// <summary>
/// What one observation shows, in the fewest words. What the sender did not state is left out, never 0.
/// </summary>
internal static class ObservationWords
{
    /// <summary>The kind in words, e.g. <c>tool call</c>.</summary>
    internal static string KindOf(ObservationKind kind) => string.Concat(kind.ToString()
        .Select((c, at) => at > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>Whether it tells of something that went wrong.</summary>
    internal static bool IsBad(Observation seen) =>
        seen.Failed is true || seen.Refusal is true || seen.Verdict is "deny" or "escalate";

    internal static IEnumerable<string> Of(Observation seen)
    {
        if (seen.Tool is { } tool)
            yield return $"tool {tool}";
        if (seen.Guardrail is { } guardrail)
            yield return $"guardrail {guardrail}";
        if (seen.Verdict is { } verdict)
            yield return verdict;
        if (seen.ErrorClass is { } error)
            yield return $"error {error}";
        else if (seen.Failed is { } failed)
            yield return failed ? "failed" : "ok";
        if (seen.Finish is { } finish and not ("stop" or "refusal"))
            yield return $"finish {finish}";
        if ((seen.Refusal ?? (seen.Finish is "refusal" ? true : null)) is { } refusal)
            yield return refusal ? "refused" : "answered";
        if (seen.LatencyMs is { } latency)
            yield return string.Create(CultureInfo.InvariantCulture, $"{latency:#,0} ms");
        if (seen.OutputTokens is { } output)
            yield return string.Create(CultureInfo.InvariantCulture, $"{output:#,0} tokens out");
        if (seen.Score is { } score)
            yield return string.Create(CultureInfo.InvariantCulture, $"{seen.EvaluationName ?? "score"} {score:0.##}");
        if (seen.Label is { } label)
            yield return $"label {label}";
        if (seen.Declares is { } declares)
            yield return declares;
    }
}
