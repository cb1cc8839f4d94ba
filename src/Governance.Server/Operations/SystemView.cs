using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Parking;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Outbox;
using Governance.Postgres.Leasing;

namespace Governance.Server.Operations;

/// <summary>How well the server keeps up with its own log.</summary>
/// <param name="Head">The end of the log.</param>
/// <param name="Followers">Whatever follows it, the furthest behind first.</param>
/// <param name="Letters">What was given up on, waiting for a human.</param>
/// <param name="Nodes">The processes that share the work, the longest-running first.</param>
/// <param name="Lines">Destinations with something waiting or a failure behind them.</param>
/// <param name="Lists">The projections.</param>
/// <param name="Parked">Keys whose rows stand still.</param>
public sealed record SystemView(
    Head Head,
    IReadOnlyList<Follower> Followers,
    IReadOnlyList<DeadLetter> Letters,
    IReadOnlyList<NodeRow> Nodes,
    IReadOnlyList<Line> Lines,
    IReadOnlyList<ProjectionProgress> Lists,
    IReadOnlyList<ParkedKey> Parked)
{
    /// <summary>Facts that a follower has not taken in yet; one may have moved on since the head was read.</summary>
    internal long LagOf(Follower follower) => Math.Max(0, Head.Position - follower.Position);
}

/// <summary>One reader of the log.</summary>
/// <param name="ParkedKeys">Keys set aside after a fact that could not be handled.</param>
/// <param name="Trouble">Why it stands still, or null.</param>
/// <param name="Elsewhere">The other node that has it, or null when it is here or everywhere.</param>
public sealed record Follower(
    string Name, string Kind, long Position, int ParkedKeys, string? Trouble, string? Elsewhere = null);

/// <summary>One process that shares the work.</summary>
/// <param name="Here">It is the one that shows this page.</param>
/// <param name="Lives">It has shown itself within the length of a lease.</param>
public sealed record NodeRow(Node Node, bool Here, bool Lives)
{
    /// <summary>Duties by kind, e.g. <c>7 reactions, timers 0 2, outbox 1</c>.</summary>
    public string Work => Node.Holds.Count == 0 ? "nothing" : string.Join(", ", Node.Holds
        .GroupBy(duty => duty.Split('-', 2)[0])
        .Select(kind => kind.Key == "reaction"
            ? $"{kind.Count()} reactions"
            : $"{kind.Key} {string.Join(' ', kind.Select(duty => duty.Split('-', 2)[^1]))}"));
}
