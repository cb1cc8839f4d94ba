using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Intake.Privacy;

/// <summary>One key of pseudonyms, without the key.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="BegunAt">Since when pseudonyms are made under it.</param>
/// <param name="By">Who began it.</param>
/// <param name="Reason">Why.</param>
/// <param name="DestroyedAt">Since when nobody has it; null while it is kept.</param>
public sealed record PseudonymGeneration(
    int Number, DateTimeOffset BegunAt, Actor By, string Reason, DateTimeOffset? DestroyedAt = null);

/// <summary>Every key under which pseudonyms were ever made.</summary>
/// <param name="Generations">In their order; bounded by <see cref="GenerationsMax"/>.</param>
public sealed record PseudonymHistory(ImmutableList<PseudonymGeneration> Generations)
{
    /// <summary>A new key every day for a quarter of a century: more are a mistake.</summary>
    public const int GenerationsMax = 10_000;

    /// <summary>No key yet.</summary>
    public static PseudonymHistory Initial { get; } = new([]);

    /// <summary>The number of the key in use; 0 before the first.</summary>
    public int Latest => Generations.IsEmpty ? 0 : Generations[^1].Number;

    /// <summary>That key, or null.</summary>
    public PseudonymGeneration? Find(int number) => Generations.Find(one => one.Number == number);

    /// <summary>Since when no pseudonym is made under a key any more; null while it is in use.</summary>
    public DateTimeOffset? SupersededAt(int number) =>
        Generations.Find(one => one.Number > number)?.BegunAt;

    /// <summary>The history after one more fact.</summary>
    public static PseudonymHistory Evolve(PseudonymHistory history, PseudonymEvent fact) => fact switch
    {
        PseudonymEvent.KeyBegun begun => new(
            history.Generations.Add(new(begun.Generation, begun.At, begun.By, begun.Reason))),
        PseudonymEvent.KeyDestroyed destroyed => new(history.Generations.ConvertAll(
            one => one.Number == destroyed.Generation ? one with { DestroyedAt = destroyed.At } : one)),
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
