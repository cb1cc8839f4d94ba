using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Series;

/// <summary>What one metrics request came to.</summary>
internal sealed class SeriesBatch
{
    /// <summary>Reasons told to the sender; the first few different ones say enough.</summary>
    private const int MaxReasons = 5;

    private readonly List<string> _reasons = [];

    /// <summary>To be stored, in the request's order.</summary>
    public List<(Sender Sender, SeriesPoint Point)> Points { get; } = [];

    /// <summary>Points that could not be read.</summary>
    public int Rejected { get; private set; }

    /// <summary>Sound points of metrics that are not read here.</summary>
    public int Unused { get; set; }

    /// <summary>Why points were rejected; at most <see cref="MaxReasons"/>.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Counts a point that cannot be stored.</summary>
    public void Reject(string reason)
    {
        Rejected++;
        if (_reasons.Count < MaxReasons && !_reasons.Contains(reason))
            _reasons.Add(reason);
    }
}
