using Governance.Domain.Rollouts;

namespace Governance.Domain.Oversight;

/// <summary>Every fact of one order to stop serving, stream <c>halt-{id}</c>.</summary>
public abstract record HaltEvent
{
    private HaltEvent()
    {
    }

    /// <summary>Serve nothing, from this fact on. One person is enough.</summary>
    /// <param name="Deployment">The deployment.</param>
    /// <param name="DeploymentName">Its name and flag key.</param>
    /// <param name="Rollout">Set when only this rollout's candidate arm stops; null for the whole deployment.</param>
    /// <param name="By">Who ordered it.</param>
    /// <param name="Reason">One sentence.</param>
    /// <param name="At">Elapsed time to effect counts from here.</param>
    public sealed record HaltOrdered(
        DeploymentId Deployment,
        string DeploymentName,
        RolloutId? Rollout,
        Actor By,
        string Reason,
        DateTimeOffset At) : HaltEvent;

    /// <summary>A sender says that it has stopped.</summary>
    /// <param name="Instance">The sender, a pseudonym.</param>
    /// <param name="InFlight">Agents that were running at that moment; null when not stated.</param>
    /// <param name="At">When it says it stopped.</param>
    public sealed record HaltAcknowledged(string Instance, int? InFlight, DateTimeOffset At) : HaltEvent;

    /// <summary>Every sender that served before the order was seen alive after it and began nothing more.</summary>
    /// <param name="ElapsedMs">From the order to the start of the last thing served, at least 0.</param>
    /// <param name="At">When the watch was sure.</param>
    public sealed record HaltEffectObserved(long ElapsedMs, DateTimeOffset At) : HaltEvent;

    /// <summary>The time to effect has passed and the effect was not seen.</summary>
    /// <param name="Deployment">The deployment.</param>
    /// <param name="DeploymentName">Its name.</param>
    /// <param name="Finding">Still serving, or silence.</param>
    /// <param name="Instance">A sender that kept serving, or that fell silent; null when none was ever seen.</param>
    /// <param name="ActivityAfter">What it began after its acknowledgement, or after the order if it gave none.</param>
    /// <param name="LastSeen">Start of the last thing it served.</param>
    /// <param name="At">When the time was up.</param>
    public sealed record HaltEffectNotObserved(
        DeploymentId Deployment,
        string DeploymentName,
        EffectFinding Finding,
        string? Instance,
        long ActivityAfter,
        DateTimeOffset? LastSeen,
        DateTimeOffset At) : HaltEvent;

    /// <summary>The first of two people who let it serve again.</summary>
    public sealed record ReenableRequested(PersonId By, string Reason, DateTimeOffset At) : HaltEvent;

    /// <summary>The second one: it may serve again.</summary>
    public sealed record ReenableApproved(PersonId By, string Reason, DateTimeOffset At) : HaltEvent;
}
