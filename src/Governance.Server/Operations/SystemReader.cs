using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Outbox;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;
using Npgsql;

namespace Governance.Server.Operations;

/// <summary>Reads what the page shows: this process's own state, and what all nodes share.</summary>
internal sealed class SystemReader(
    EventStore store, Reactions reactions, ProjectionDaemon projections, FoldRunner folds, DeadLetters letters,
    NodeTable nodes, NodeName here, Lines lines, NpgsqlDataSource database)
{
    public async Task<SystemView> ReadAsync(CancellationToken stop)
    {
        var known = await nodes.ListAsync(stop);
        return new SystemView(
            await store.HeadAsync(stop),
            [
                .. (await FollowersAsync(known, stop))
                    .OrderBy(follower => follower.Position)
                    .ThenBy(follower => follower.Name, StringComparer.Ordinal),
            ],
            await letters.ListAsync(stop),
            [.. known.Select(node => new NodeRow(node, node.Id == here.Id, node.Silence < DutyRoster.Length))],
            await lines.ListAsync(stop),
            [.. projections.Progress.OrderBy(list => list.Name, StringComparer.Ordinal)],
            await projections.ListParkedKeysAsync(stop));
    }

    private async Task<IEnumerable<Follower>> FollowersAsync(IReadOnlyList<Node> known, CancellationToken stop)
    {
        var followers = new List<Follower>(); // Bounded by the reactions of the product.
        foreach (var state in reactions.States)
            followers.Add(await FollowerAsync(state, known, stop));
        followers.Add(
            new Follower("In-memory read models", "fold", folds.Position, 0, folds.StoppedAt?.Recorded.Type));
        return followers;
    }

    /// <summary>Of a reaction that another node has, this node knows the checkpoint and who has it.</summary>
    private async Task<Follower> FollowerAsync(ReactionState state, IReadOnlyList<Node> known, CancellationToken stop)
    {
        var name = Words(state.Name);
        if (state.Runs || state.StoppedAt is not null)
            return new Follower(name, "reaction", state.Position, state.ParkedKeys, state.StoppedAt);
        var holder = known.FirstOrDefault(node => node.Holds.Contains(Reactions.DutyOf(state.Name)));
        var position = await new Checkpoints(database).ReadAsync(state.Name, stop);
        return new Follower(name, "reaction", position, 0, holder is null ? "nobody has it" : null, holder?.Home);
    }

    /// <summary><c>SignalCorrelation</c> is read as "Signal correlation".</summary>
    internal static string Words(string name) => string.Concat(name.Select((letter, at) =>
        at > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
