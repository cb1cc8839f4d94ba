using System.Diagnostics;

namespace Governance.Domain.Oversight;

/// <summary>Where an order to stop stands.</summary>
public enum HaltStatus
{
    /// <summary>Nothing has been ordered.</summary>
    None,

    /// <summary>Nothing is served.</summary>
    Halted,

    /// <summary>Nothing is served; one of two people wants it to serve again.</summary>
    ReenableRequested,

    /// <summary>The order is lifted.</summary>
    Lifted,
}

/// <summary>What has been seen of an order to stop.</summary>
public enum HaltEffect
{
    /// <summary>The watch is running.</summary>
    Awaited,

    /// <summary>Seen to be obeyed.</summary>
    Observed,

    /// <summary>Not seen to be obeyed in time.</summary>
    NotObserved,
}

/// <summary>An order to stop serving.</summary>
public sealed record Halt
{
    /// <summary>More senders than this acknowledge uncounted; the watch needs only those that kept serving.</summary>
    public const int AcknowledgementsMax = 1_000;

    /// <summary>Nothing has happened yet.</summary>
    public static Halt Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public HaltStatus Status { get; private init; }

    /// <summary>What has been seen of it.</summary>
    public HaltEffect Effect { get; private init; }

    /// <summary>The order; null before it.</summary>
    public HaltEvent.HaltOrdered? Order { get; private init; }

    /// <summary>Who first wanted it to serve again.</summary>
    public PersonId? Requester { get; private init; }

    /// <summary>Senders that say they have stopped. Bounded by <see cref="AcknowledgementsMax"/>.</summary>
    public IReadOnlyList<string> AcknowledgedBy { get; private init; } = [];

    /// <summary>True from the order until two people have lifted it.</summary>
    public bool Stands => Status is HaltStatus.Halted or HaltStatus.ReenableRequested;

    /// <summary>Folds one fact.</summary>
    public static Halt Evolve(Halt state, HaltEvent fact) => fact switch
    {
        HaltEvent.HaltOrdered e => state with { Status = HaltStatus.Halted, Order = e },
        HaltEvent.HaltAcknowledged e => state with { AcknowledgedBy = [.. state.AcknowledgedBy, e.Instance] },
        HaltEvent.HaltEffectObserved => state with { Effect = HaltEffect.Observed },
        HaltEvent.HaltEffectNotObserved => state with { Effect = HaltEffect.NotObserved },
        HaltEvent.ReenableRequested e => state with { Status = HaltStatus.ReenableRequested, Requester = e.By },
        HaltEvent.ReenableApproved => state with { Status = HaltStatus.Lifted },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
