using System.Collections.Frozen;

namespace Governance.Server.Intake.Series;

/// <summary>
/// The metrics that are read: what OpenTelemetry GenAI names of calls of models, and a sender's own count of records.
/// </summary>
public static class SeriesMetric
{
    /// <summary>Tokens by type, a histogram over calls.</summary>
    public const string TokenUsage = "gen_ai.client.token.usage";

    /// <summary>Seconds a call took, as its caller saw it.</summary>
    public const string OperationDuration = "gen_ai.client.operation.duration";

    /// <summary>What a sender says it sent, by kind of record: held against what arrived.</summary>
    public const string SenderRecords = "governance.sender.records";

    private static readonly FrozenSet<string> s_all = FrozenSet.Create(
        StringComparer.Ordinal,
        TokenUsage,
        OperationDuration,
        SenderRecords,
        "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.client.operation.time_per_output_chunk",
        "gen_ai.server.request.duration",
        "gen_ai.server.time_per_output_token",
        "gen_ai.server.time_to_first_token");

    /// <summary>Names that the conventions had before; each is stored under what it is called now.</summary>
    private static readonly FrozenDictionary<string, string> s_former = new Dictionary<string, string>
    {
        ["gen_ai.client.time_to_first_chunk"] = "gen_ai.client.operation.time_to_first_chunk",
        ["gen_ai.client.time_per_output_chunk"] = "gen_ai.client.operation.time_per_output_chunk",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name that a metric is stored under; null for one that is not read.</summary>
    internal static string? Of(string name) =>
        s_former.GetValueOrDefault(name, name) is var now && s_all.Contains(now) ? now : null;
}
