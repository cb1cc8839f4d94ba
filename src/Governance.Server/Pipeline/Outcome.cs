using Governance.Domain;

namespace Governance.Server.Pipeline;

/// <summary>What became of a command: its facts are durable, nothing was to be done, or it was refused.</summary>
/// <typeparam name="TState">The folded state of the command's stream.</typeparam>
public abstract record Outcome<TState>
{
    private Outcome()
    {
    }

    /// <summary>The broken rule, or null.</summary>
    public Refusal? Refusal => (this as Refused)?.Why;

    /// <summary>One answer for each case.</summary>
    public T Match<T>(Func<Committed, T> committed, Func<Unchanged, T> unchanged, Func<Refusal, T> refused) =>
        this switch
        {
            Committed done => committed(done),
            Unchanged same => unchanged(same),
            Refused no => refused(no.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The facts are in the log; a reader that has reached <paramref name="Position"/> knows them.</summary>
    /// <param name="FirstPosition">The position of the command's first fact.</param>
    /// <param name="Position">The position of its last one.</param>
    /// <param name="At">When they were recorded, by the database's clock.</param>
    public sealed record Committed(long FirstPosition, long Position, DateTimeOffset At, TState State)
        : Outcome<TState>;

    /// <summary>
    /// The wish was already fulfilled, by the stream's event at <paramref name="Position"/> or before.
    /// </summary>
    public sealed record Unchanged(long Position, TState State) : Outcome<TState>;

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(Refusal Why) : Outcome<TState>;
}
