namespace Governance.Domain.OnCall.Ladders;

/// <summary>Every fact of one escalation policy, stream <c>ladder-{id}</c>.</summary>
public abstract record LadderEvent
{
    private LadderEvent()
    {
    }

    /// <summary>What new escalations pin from now on. Those that run keep what they pinned.</summary>
    /// <param name="Version">Counted from 1.</param>
    /// <param name="Digest">SHA-256 over steps and rounds, <c>sha256:</c> and base64.</param>
    public sealed record LadderDefined(
        int Version, string Digest, IReadOnlyList<LadderStep> Steps, int Rounds, Actor By) : LadderEvent;
}
