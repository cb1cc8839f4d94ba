using System.Globalization;
using Governance.Domain.Intake;

namespace Governance.Server.Incidents.Room;

/// <summary>
/// What one observation shows, in the fewest words. What the sender did not state is left out, never 0.
/// </summary>
internal static class ObservationWords
{
    /// <summary>The kind in words, e.g. <c>tool call</c>.</summary>
    internal static string KindOf(Observation seen) => string.Concat(seen.Kind.ToString()
        .Select((c, at) => at > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    internal static IEnumerable<string> Of(Observation seen)
    {
        if (seen.Tool is { } tool)
        {
            yield return $"tool {tool}";
        }

        if (seen.ErrorClass is { } error)
        {
            yield return $"error {error}";
        }
        else if (seen.Failed is { } failed)
        {
            yield return failed ? "failed" : "ok";
        }

        if (seen.Refusal is { } refusal)
        {
            yield return refusal ? "refused" : "answered";
        }

        if (seen.LatencyMs is { } latency)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{latency:#,0} ms");
        }

        if (seen.OutputTokens is { } output)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{output:#,0} tokens out");
        }

        if (seen.Score is { } score)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{seen.EvaluationName} {score:0.##}");
        }
    }
}
