using System.Diagnostics;

namespace Governance.Domain.Audit;

/// <summary>How far the taking away of observations has come.</summary>
public sealed record BehaviourExport(bool HasBegun, bool HasEnded)
{
    /// <summary>Nothing was asked for.</summary>
    public static BehaviourExport Initial { get; } = new(false, false);

    /// <summary>The state after one more fact.</summary>
    public static BehaviourExport Evolve(BehaviourExport export, BehaviourExportEvent happened) => happened switch
    {
        BehaviourExportEvent.Begun => export with { HasBegun = true },
        BehaviourExportEvent.Ended => export with { HasEnded = true },
        _ => throw new UnreachableException($"Unknown fact {happened.GetType().Name}."),
    };
}

/// <summary>Observations are about to be taken away.</summary>
public sealed record BeginBehaviourExport(string Query, string Format)
{
    /// <summary>Said once, before the first byte.</summary>
    public Decision<BehaviourExportEvent> Decide(BehaviourExport export) => export.HasBegun
        ? Decision.Nothing<BehaviourExportEvent>()
        : Decision.Append<BehaviourExportEvent>(new BehaviourExportEvent.Begun(Query, Format));
}

/// <summary>Observations were taken away.</summary>
public sealed record EndBehaviourExport(long Observations, string Digest, bool IsComplete, int RetiredSegments)
{
    /// <summary>Said once, and only of what had begun.</summary>
    public Decision<BehaviourExportEvent> Decide(BehaviourExport export) => !export.HasBegun || export.HasEnded
        ? Decision.Nothing<BehaviourExportEvent>()
        : Decision.Append<BehaviourExportEvent>(
            new BehaviourExportEvent.Ended(Observations, Digest, IsComplete, RetiredSegments));
}
