using System.Collections.Immutable;
using Governance.Domain.Intake;

namespace Governance.Server.Fleet.Board;

/// <summary>One deployment as the fleet page shows it.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Name">What its senders call it.</param>
public sealed record FleetRow(string Id, string Name)
{
    /// <summary>Versions remembered; the one seen longest ago goes first.</summary>
    private const int VersionsMax = 16;

    /// <summary>Where it serves.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Who answers for it; null: nobody has registered it.</summary>
    public string? Owner { get; init; }

    /// <summary>The version that everybody gets outside a rollout, where one was set.</summary>
    public string? Stable { get; init; }

    /// <summary>When something of it was last recorded; null: never.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Everything that it streamed.</summary>
    public long Observations { get; init; }

    /// <summary>Of each kind (camelCase), how many.</summary>
    public ImmutableSortedDictionary<string, long> Kinds { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Of its inferences, how many tell what, as headers say it.</summary>
    public ImmutableSortedDictionary<string, long> Known { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Versions seen serving, the latest first, each with the start of the last span seen of it.</summary>
    public ImmutableList<(string Version, DateTimeOffset LastStart)> Versions { get; init; } = [];

    /// <summary>Share of inferences that tell this, 0 to 1; null: there are none.</summary>
    public double? ShareKnown(string what) =>
        Inferences is 0 ? null : (double)Known.GetValueOrDefault(what) / Inferences;

    /// <summary>Scores for each inference; null where there are none of either.</summary>
    public double? ScoresEach
    {
        get
        {
            var scores = Kinds.GetValueOrDefault("evaluation");
            return Inferences is 0 || scores is 0 ? null : (double)scores / Inferences;
        }
    }

    private long Inferences => Kinds.GetValueOrDefault("inference");

    /// <summary>With one more segment.</summary>
    internal FleetRow With(BehaviourEvent.SegmentRecorded segment, DateTimeOffset recordedAt) => this with
    {
        Environment = segment.Environment,
        LastSeen = recordedAt,
        Observations = Observations + segment.Count,
        Kinds = Added(Kinds, segment.Kinds),
        Known = Added(Known, segment.Known),
        Versions = Seen(segment.Serving),
    };

    private static ImmutableSortedDictionary<string, long> Added(
        ImmutableSortedDictionary<string, long> sums, IReadOnlyDictionary<string, int> more)
    {
        var builder = sums.ToBuilder();
        foreach (var (name, count) in more)
            builder[name] = sums.GetValueOrDefault(name) + count;
        return builder.ToImmutable();
    }

    private ImmutableList<(string Version, DateTimeOffset LastStart)> Seen(IReadOnlyList<ServingSeen> serving) =>
    [
        .. serving.Where(seen => seen.Version is not null)
            .Select(seen => (Version: seen.Version!, seen.LastStart))
            .Concat(Versions)
            .GroupBy(seen => seen.Version)
            .Select(seen => seen.MaxBy(one => one.LastStart))
            .OrderByDescending(seen => seen.LastStart)
            .ThenBy(seen => seen.Version, StringComparer.Ordinal)
            .Take(VersionsMax),
    ];
}
