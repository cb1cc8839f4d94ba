using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Messaging.DeadLettering;
using Governance.Server.Pipeline;

namespace Governance.Server.Operations;

/// <summary>How well the server keeps up with its own log.</summary>
/// <param name="Head">The end of the log.</param>
/// <param name="Followers">Whatever follows it, the furthest behind first.</param>
/// <param name="Letters">What was given up on, waiting for a human.</param>
public sealed record SystemView(Head Head, IReadOnlyList<Follower> Followers, IReadOnlyList<DeadLetter> Letters)
{
    internal static SystemView Of(
        Head head,
        Reactions reactions,
        ProjectionDaemon projections,
        FoldRunner folds,
        IReadOnlyList<DeadLetter> letters)
    {
        var followers = reactions.States
            .Select(state =>
                new Follower(Words(state.Name), "reaction", state.Position, state.ParkedKeys, state.StoppedAt))
            .Concat(projections.Progress.Select(progress =>
                new Follower(
                    Words(progress.Name), "projection", progress.Position, (int)progress.ParkedKeys, progress.Failure)))
            .Append(new Follower("In-memory read models", "fold", folds.Position, 0, folds.StoppedAt?.Recorded.Type))
            .OrderBy(follower => follower.Position)
            .ThenBy(follower => follower.Name, StringComparer.Ordinal);
        return new SystemView(head, [.. followers], letters);
    }

    /// <summary><c>SignalCorrelation</c> is read as "Signal correlation".</summary>
    private static string Words(string name) => string.Concat(name.Select((letter, at) =>
        at > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>Facts that a follower has not taken in yet; one may have moved on since the head was read.</summary>
    internal long LagOf(Follower follower) => Math.Max(0, Head.Position - follower.Position);
}

/// <summary>One reader of the log.</summary>
/// <param name="ParkedKeys">Keys set aside after a fact that could not be handled.</param>
/// <param name="Trouble">Why it stands still, or null.</param>
public sealed record Follower(string Name, string Kind, long Position, int ParkedKeys, string? Trouble);
