using Governance.Domain.Rollouts;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>
/// Answers one question. Halts before everything; then the arm by the sticky bucket; and when nobody has confirmed this
/// node's knowledge for too long, the stable version, never the candidate.
/// </summary>
/// <param name="table">What this node knows.</param>
/// <param name="knowledgeIsDead">True when it must not be trusted with the candidate any more.</param>
internal sealed class Decider(DecisionTable table, Func<bool> knowledgeIsDead)
{
    /// <summary>A standing halt of the whole deployment: it needs no targeting key and no readable body.</summary>
    internal Answer? HaltOf(string name) => table.Find(name) is { Halt: { } halt } row ? Halted(row, halt) : null;

    /// <summary>The answer for one person; null when the deployment is unknown or has no version to serve.</summary>
    internal Answer? Of(string name, string targetingKey)
    {
        if (table.Find(name) is not { } row)
        {
            return null;
        }

        if (row.Halt is { } halt)
        {
            return Halted(row, halt);
        }

        if (row.Stable is not { } stable)
        {
            return null;
        }

        if (row.Arm is not { } arm)
        {
            return new Answer(stable, "stable", "STATIC", null, null, null, null, row.Position);
        }

        var bucket = StickyBucket.Of(arm.Salt, targetingKey);
        if (StickyBucket.IsCandidate(bucket, arm.Percent))
        {
            return Candidate(row, arm, stable, bucket);
        }

        return new Answer(stable, "stable", "SPLIT", arm.Rollout, arm.Percent, null, bucket, row.Position);
    }

    private Answer Candidate(DecisionRow row, CandidateArm arm, string stable, int bucket)
    {
        if (row.ArmHalt is { } halt)
        {
            return Halted(row, halt) with { Bucket = bucket };
        }

        return knowledgeIsDead()
            ? new Answer(stable, "stable", "DEFAULT", arm.Rollout, arm.Percent, null, bucket, row.Position)
            : new Answer(arm.Candidate, "candidate", "SPLIT", arm.Rollout, arm.Percent, null, bucket, row.Position);
    }

    private static Answer Halted(DecisionRow row, string halt) =>
        new(Answer.Halted, Answer.Halted, "DISABLED", row.Arm?.Rollout, row.Arm?.Percent, halt, null, row.Position);
}
