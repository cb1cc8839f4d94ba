using System.Security.Cryptography;
using Governance.Domain.Intake;
using Governance.Server.Intake.Coverage;
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
            observations.CountBy(one => KnownFields.WordOf(one.Kind)).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(),
            ServingIn(observations),
            $"sha256:{Convert.ToBase64String(SHA256.HashData(segment.Body))}",
            Convert.ToBase64String(segment.Root),
            SegmentCodec.BrotliLines)
        {
            Known = KnownFields.CountIn(observations),
            Vocabularies = observations
                .Where(one => one.Vocabulary is not null)
                .CountBy(one => one.Vocabulary!)
                .OrderBy(spoken => spoken.Key, StringComparer.Ordinal)
                .ToDictionary(),
            Mapping = Vocabularies.Version,
            Digests = DigestsIn(observations),
            Held = RecordCounts.HeldIn(observations),
            Stated = RecordCounts.StatedIn(observations),
        };

    private static List<DigestSeen> DigestsIn(IReadOnlyList<Observation> observations) =>
    [
        .. observations
            .Where(one => one is { ModelVersion: not null, ModelDigest: not null })
            .GroupBy(one => (Version: one.ModelVersion!, Digest: one.ModelDigest!))
            .Select(seen => new DigestSeen(seen.Key.Version, seen.Key.Digest, seen.Count()))
            .OrderByDescending(seen => seen.Count)
            .ThenBy(seen => seen.Version, StringComparer.Ordinal)
            .ThenBy(seen => seen.Digest, StringComparer.Ordinal)
            .Take(BehaviourEvent.ServingLimit),
    ];

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
}
