namespace Governance.Domain.Intake;

/// <summary>
/// The stream <c>behaviour-{deployment}-{yyyyMMdd}</c>: headers of what the deployment streamed on that day, and where
/// it fell silent. Nobody folds it.
/// </summary>
public abstract record BehaviourEvent
{
    private BehaviourEvent()
    {
    }

    /// <summary>
    /// Observations of one deployment were stored; their bytes are the segment at this event's position.
    /// </summary>
    /// <param name="Deployment">Opaque id of the deployment.</param>
    /// <param name="Name">The deployment's name as its senders say it.</param>
    /// <param name="Environment">e.g. production; <c>unspecified</c> where not stated.</param>
    /// <param name="Day">The recorded day (UTC), which is the segment's partition.</param>
    /// <param name="From">Earliest start in it.</param>
    /// <param name="To">Latest start in it.</param>
    /// <param name="Count">How many observations.</param>
    /// <param name="Kinds">How many of each kind (camelCase).</param>
    /// <param name="Serving">Who was seen serving which version; bounded by <see cref="ServingLimit"/>.</param>
    /// <param name="BytesHash">SHA-256 of the segment's stored body, <c>sha256:</c> and base64.</param>
    /// <param name="Root">RFC 6962 root over the observations' salted leaves, base64.</param>
    /// <param name="Codec">How the body is packed; 1 = brotli of newline-delimited JSON.</param>
    public sealed record SegmentRecorded(
        string Deployment,
        string Name,
        string Environment,
        DateOnly Day,
        DateTimeOffset From,
        DateTimeOffset To,
        int Count,
        IReadOnlyDictionary<string, int> Kinds,
        IReadOnlyList<ServingSeen> Serving,
        string BytesHash,
        string Root,
        int Codec) : BehaviourEvent
    {
        /// <summary>
        /// Of its inferences, how many tell what: version, tokens, refusal, context, decision, sampling …; of other
        /// kinds under <c>kind.what</c>, e.g. <c>evaluation.target</c>. What none tells is left out: it is not
        /// measured, which is not the same as nought.
        /// </summary>
        public IReadOnlyDictionary<string, int> Known { get; init; } = new Dictionary<string, int>();

        /// <summary>
        /// Which digests were said of which versions; empty where none was. Bounded by <see cref="ServingLimit"/>.
        /// </summary>
        public IReadOnlyList<DigestSeen> Digests { get; init; } = [];

        /// <summary>How much of each instance it holds, by the time at which it ended.</summary>
        public IReadOnlyList<RecordsHeld> Held { get; init; } = [];

        /// <summary>What instances say of themselves that they have sent.</summary>
        public IReadOnlyList<RecordsStated> Stated { get; init; } = [];

        /// <summary>How many of its observations were told in which vocabulary.</summary>
        public IReadOnlyDictionary<string, int> Vocabularies { get; init; } = new Dictionary<string, int>();

        /// <summary>Edition of the mapping tables that read it; null before they had one.</summary>
        public int? Mapping { get; init; }
    }

    /// <summary>
    /// A sender with metrics told what it aggregated itself, in the stream <c>series-{deployment}-{yyyyMMdd}</c>.
    /// It is never added to what is counted from spans: both tell of the same calls.
    /// </summary>
    /// <param name="Deployment">Opaque id of the deployment.</param>
    /// <param name="Name">The deployment's name as its senders say it.</param>
    /// <param name="Environment">e.g. production; <c>unspecified</c> where not stated.</param>
    /// <param name="Points">What it told; bounded by <see cref="SeriesLimit"/>.</param>
    public sealed record SeriesRecorded(
        string Deployment, string Name, string Environment, IReadOnlyList<SeriesPoint> Points) : BehaviourEvent;

    /// <summary>
    /// Nothing came of a deployment for long enough after its last segment: what its last windows hold is all that
    /// there will be, so they close without a later event time. It stands in the stream of that segment, right behind
    /// it, so it is said once, and not at all where something came meanwhile.
    /// </summary>
    /// <param name="Deployment">Opaque id of the deployment.</param>
    /// <param name="Name">The deployment's name as its senders say it.</param>
    /// <param name="After">Position of the last segment.</param>
    public sealed record WindowsClosed(string Deployment, string Name, long After) : BehaviourEvent;

    /// <summary>At most this many points are in one fact; more of a request become further facts.</summary>
    public const int SeriesLimit = 256;

    /// <summary>At most this many pairs of version and instance are named in a header; the busiest are kept.</summary>
    public const int ServingLimit = 64;
}

/// <summary>A sender said the digest of what it serves under a version's name.</summary>
/// <param name="Version">In the sender's words.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits.</param>
/// <param name="Count">Observations that said so.</param>
public sealed record DigestSeen(string Version, string Digest, int Count);

/// <summary>One instance was seen serving one version to users: inferences, tool calls and agent steps.</summary>
/// <param name="Version">Null: the version is unknown.</param>
/// <param name="Instance">Pseudonym; null: the sender does not say which instance it is.</param>
/// <param name="Count">Spans seen.</param>
/// <param name="FirstStart">Start of the earliest of them.</param>
/// <param name="LastStart">Start of the latest of them.</param>
public sealed record ServingSeen(
    string? Version,
    string? Instance,
    int Count,
    DateTimeOffset FirstStart,
    DateTimeOffset LastStart);
