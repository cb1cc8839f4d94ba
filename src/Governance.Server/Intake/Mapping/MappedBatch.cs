using Governance.Server.Intake.Privacy.Drops;

namespace Governance.Server.Intake.Mapping;

/// <summary>What one request came to.</summary>
internal sealed class MappedBatch
{
    /// <summary>Reasons told to the sender; the first few different ones say enough.</summary>
    private const int MaxReasons = 5;

    private readonly List<string> _reasons = [];

    /// <summary>
    /// On whose account it waits when many send at once: the API key that it came with; null takes the deployment.
    /// </summary>
    public string? Caller { get; set; }

    /// <summary>To be stored, in the request's order.</summary>
    public List<Received> Observations { get; } = [];

    /// <summary>
    /// Spans of other kinds, kept for a moment because they join spans that are stored to each other.
    /// </summary>
    public List<TracePlace> OtherSpans { get; } = [];

    /// <summary>Records that could not be read; none of them is stored.</summary>
    public int Rejected { get; private set; }

    /// <summary>Sound records that tell nothing of a model, such as a web server's own spans.</summary>
    public int Unused { get; set; }

    /// <summary>What was not kept, by sender; one for each resource.</summary>
    public List<SenderDrops> Drops { get; } = [];

    /// <summary>Why records were rejected; at most <see cref="MaxReasons"/>.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Counts a record that cannot be stored.</summary>
    public void Reject(string reason)
    {
        Rejected++;
        if (_reasons.Count < MaxReasons && !_reasons.Contains(reason))
            _reasons.Add(reason);
    }
}
