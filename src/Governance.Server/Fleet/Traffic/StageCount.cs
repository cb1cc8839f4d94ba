using Governance.Domain.Intake;
using Governance.Domain.Rollouts;

namespace Governance.Server.Fleet.Traffic;

/// <summary>How often each arm of one running rollout was seen since its stage began.</summary>
internal sealed class StageCount(RolloutPlan plan)
{
    private DateTimeOffset? _since;
    private bool _heard;
    private long _candidate;
    private long _stable;

    public RolloutPlan Plan => plan;

    /// <summary>A stage began: what was seen before is no evidence for it.</summary>
    public void Begin(DateTimeOffset since) => (_since, _heard, _candidate, _stable) = (since, false, 0, 0);

    /// <summary>Counts what surely began in this stage: a batch that straddles its beginning is left out.</summary>
    public void Add(string? version, ServingSeen serving)
    {
        if (_since is not { } since || serving.FirstStart < since)
        {
            return;
        }

        _heard = true;
        _candidate += version == plan.Candidate.Value ? serving.Count : 0;
        _stable += version == plan.Stable.Value ? serving.Count : 0;
    }

    /// <summary>The counts; not measured while nothing at all was heard from the deployment in this stage.</summary>
    public StageEvidence At(long position) =>
        new(_heard ? _candidate : null, _heard ? _stable : null, position);
}
