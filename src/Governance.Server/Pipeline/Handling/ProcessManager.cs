using Governance.Domain;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// A process that outlives its messages: what it knows is a stream of its own, one for each thing it looks after, and
/// it wakes itself by timers. Its policy is pinned by the stream's first fact, so an edited policy changes no process
/// that runs. What it emits has ids derived from its cause, so handling a message again changes nothing.
/// </summary>
/// <param name="Memory">Its stream.</param>
/// <param name="Timers">What it may wait for, one timer of each kind for one thing.</param>
public sealed record ProcessManager<TState, TEvent>(
    StreamOf<TState, TEvent> Memory, params IReadOnlyList<ProcessTimer<TState>> Timers)
    where TEvent : class
{
    /// <summary>
    /// What the timers become when the state moves: one that is waited for anew is set, one that is waited for no
    /// longer is taken away, and one that stays as it was is left alone.
    /// </summary>
    public Effects TimersOf(string id, TState before, TState after, DateTimeOffset now) => Timers.Aggregate(
        Effects.None,
        (all, timer) => (timer.WaitsFor(before, id, now), timer.WaitsFor(after, id, now)) switch
        {
            (var was, { } waits) when was != waits => all.And(new Effects { Arm = [waits] }),
            ({ }, null) => all.And(new Effects { Cancel = [new TimerKey(timer.Kind, id)] }),
            _ => all,
        });

    /// <summary>The state once these facts are true.</summary>
    public TState After(TState before, Decision<TEvent> decision) => decision.Events.Aggregate(before, Memory.Evolve);
}

/// <summary>One thing that a process may wait for.</summary>
/// <param name="Kind">The timer's kind.</param>
/// <param name="WaitsFor">(state, id, now): the timer to wait for in that state, or null.</param>
public sealed record ProcessTimer<TState>(string Kind, Func<TState, string, DateTimeOffset, TimerToArm?> WaitsFor);
