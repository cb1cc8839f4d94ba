namespace Governance.Domain.Signals.Backtests;

/// <summary>What there would have been, in numbers.</summary>
/// <param name="CodeVersion">Version of the program that found it.</param>
/// <param name="DetectorVersion">Version of its detectors: the same version, question and log give the same.</param>
/// <param name="Read">What was read for it.</param>
/// <param name="A">With the one configuration.</param>
/// <param name="B">With the other; null where there is one only.</param>
/// <param name="Recorded">What the log has itself.</param>
/// <param name="Found">How the findings of A, B and the log fall together.</param>
/// <param name="Rows">Rows of the whole answer.</param>
/// <param name="Digest">SHA-256 of these rows as they are kept, <c>sha256:</c> and base64.</param>
public sealed record BacktestSummary(
    string CodeVersion,
    string DetectorVersion,
    BacktestReading Read,
    VariantOutcome A,
    VariantOutcome? B,
    RecordedOutcome Recorded,
    BacktestOverlap Found,
    int Rows,
    string Digest);

/// <summary>What a back-test has read.</summary>
/// <param name="From">When the first position that counts was recorded.</param>
/// <param name="Until">When the last one was.</param>
/// <param name="Segments">Segments within the range.</param>
/// <param name="Observations">Observations in them.</param>
/// <param name="WarmUpSegments">Segments before the range: what the detectors knew when it began.</param>
/// <param name="Retired">Segments within the range that retention has dropped: they were not judged again.</param>
/// <param name="IsWholePast">
/// True where the warm-up reached back to every deployment's first segment, as the live detectors did.
/// </param>
public sealed record BacktestReading(
    DateTimeOffset From,
    DateTimeOffset Until,
    long Segments,
    long Observations,
    long WarmUpSegments,
    long Retired,
    bool IsWholePast);

/// <summary>What one configuration would have brought.</summary>
/// <param name="Digest">SHA-256 of the configuration, as signals carry it.</param>
/// <param name="Signals">Episodes that would have begun within the range, notes included.</param>
/// <param name="Notes">Those among them that open no incident.</param>
/// <param name="True">Those that people had judged true, and so on: what the log holds of the same change.</param>
/// <param name="False">Judged false.</param>
/// <param name="Expected">Judged expected.</param>
/// <param name="Unknown">Judged, and nobody could tell.</param>
/// <param name="Unjudged">The log has it, and nobody has judged it.</param>
/// <param name="New">The log does not have it.</param>
/// <param name="Missed">Episodes of the log that were judged true and that it would not have found.</param>
/// <param name="Incidents">Incidents that these signals would have opened.</param>
/// <param name="Pages">Those among them whose severity wakes somebody.</param>
public sealed record VariantOutcome(
    string Digest,
    int Signals,
    int Notes,
    int True,
    int False,
    int Expected,
    int Unknown,
    int Unjudged,
    int New,
    int Missed,
    int Incidents,
    int Pages);

/// <summary>What the log has within the range, of these deployments and of what detectors watch.</summary>
/// <param name="Signals">Episodes that began.</param>
/// <param name="True">Judged true by now.</param>
/// <param name="False">Judged false.</param>
/// <param name="Expected">Judged expected.</param>
/// <param name="Unknown">Judged, and nobody could tell.</param>
/// <param name="Incidents">Incidents that they opened.</param>
/// <param name="Resolved">Those among them that people have resolved.</param>
public sealed record RecordedOutcome(
    int Signals, int True, int False, int Expected, int Unknown, int Incidents, int Resolved);

/// <summary>How findings fall together: two are one where the stream is the same and the episodes overlap.</summary>
/// <param name="Both">Found by A and B.</param>
/// <param name="OnlyA">Found by A alone.</param>
/// <param name="OnlyB">Found by B alone.</param>
/// <param name="OnlyRecorded">In the log, and found by neither.</param>
/// <param name="MedianSecondsLater">
/// Median over those found by both of how much later B found them; null where there are none.
/// </param>
public sealed record BacktestOverlap(int Both, int OnlyA, int OnlyB, int OnlyRecorded, double? MedianSecondsLater);
