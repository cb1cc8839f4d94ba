using System.Security.Cryptography;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Segments;

/// <summary>Writes the header of a segment: what can be known of it without unpacking it.</summary>
internal static class SegmentHeader
{
    /// <summary>The stream of a deployment's behaviour on a recorded day.</summary>
    public static string StreamId(string deployment, DateOnly day) => $"behaviour-{deployment}-{day:yyyyMMdd}";

    public static BehaviourEvent.SegmentRecorded Of(
        Sender sender, IReadOnlyList<Observation> observations, EncodedSegment segment, DateOnly day) => new(
            sender.Deployment.Value,
            sender.Name,
            sender.Environment,
            day,
            observations.Min(one => one.StartedAt),
            observations.Max(one => one.StartedAt),
            observations.Count,
            observations.CountBy(one => WordOf(one.Kind)).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(),
            ServingIn(observations),
            $"sha256:{Convert.ToBase64String(SHA256.HashData(segment.Body))}",
            Convert.ToBase64String(segment.Root),
            SegmentCodec.BrotliLines)
        {
            Known = KnownIn(observations),
        };

    // A name here is stored for ever, and shown by the page of a model.
    private static readonly (string Name, Func<Observation, bool> IsKnown)[] s_known =
    [
        ("context", one => one.Context is not null),
        ("decision", one => one.DecisionId is not null),
        ("refusal", one => one.Refusal is not null || one.Finish is not null),
        ("sampling", one => one.Weight is not null),
        ("tokens", one => one.InputTokens is not null && one.OutputTokens is not null),
        ("version", one => one.ModelVersion is not null),
    ];

    private static Dictionary<string, int> KnownIn(IReadOnlyList<Observation> observations)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, isKnown) in s_known)
        {
            var count = observations.Count(one => one.Kind is ObservationKind.Inference && isKnown(one));
            if (count > 0)
                known[name] = count;
        }
        return known;
    }

    private static List<ServingSeen> ServingIn(IReadOnlyList<Observation> observations) =>
    [
        .. observations
            .Where(one => one.IsServed && one.Kind is
                ObservationKind.Inference or ObservationKind.ToolCall or ObservationKind.AgentStep)
            .GroupBy(one => (one.ModelVersion, one.Instance))
            .Select(seen => new ServingSeen(
                seen.Key.ModelVersion,
                seen.Key.Instance,
                seen.Count(),
                seen.Min(one => one.StartedAt),
                seen.Max(one => one.StartedAt)))
            .OrderByDescending(seen => seen.Count)
            .ThenBy(seen => seen.Version, StringComparer.Ordinal)
            .ThenBy(seen => seen.Instance, StringComparer.Ordinal)
            .Take(BehaviourEvent.ServingLimit),
    ];

    private static string WordOf(ObservationKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
