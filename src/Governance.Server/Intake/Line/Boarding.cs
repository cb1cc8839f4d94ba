using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;

namespace Governance.Server.Intake.Line;

/// <summary>Puts a request's observations on a flight: duplicates are left, versions found, the rest waits.</summary>
internal sealed class Boarding(
    TraceBook traces, WaitingRoom waitingRoom, SeenIds seen, TimeProvider clock, IntakeMetrics metrics)
{
    /// <summary>How many more observations a flight takes; a request is never split.</summary>
    public static int Room(Flight flight) => IntakeLine.MaxObservationsPerFlight
        - flight.Ready.Count - flight.Waiting.Count - flight.Releases.Sum(release => release.Ready.Count);

    /// <summary>Boards everything that is new.</summary>
    public void Board(IntakeBatch batch, Flight flight, IReadOnlyList<Flight> air)
    {
        foreach (var other in batch.Mapped.OtherSpans)
            traces.Note(other);
        foreach (var received in batch.Mapped.Observations)
            traces.Note(received);

        var (now, duplicates) = (clock.GetUtcNow(), 0);
        var (sender, window) = (default(Sender), default(SeenWindow));
        foreach (var received in batch.Mapped.Observations)
        {
            if (!ReferenceEquals(received.Sender, sender))
                (sender, window) = (received.Sender, seen.Of(received.Sender.Deployment.Value));
            var id = seen.DigestOf(received.Id);
            if (window!.Contains(id))
            {
                duplicates++;
                continue;
            }
            seen.Add(window, id, now);
            flight.Ids.Add((window, id));
            Seat(Checked(received, window), flight);
        }
        if (duplicates < batch.Mapped.Observations.Count)
            flight.Board(batch);
        if (duplicates > 0)
            AwaitEarlier(batch, flight, air);
        metrics.Duplicates(sender, duplicates);
        batch.CompleteIfLanded();
    }

    /// <summary>What it repeats may still be in the air; it is durable when all of that has landed.</summary>
    private static void AwaitEarlier(IntakeBatch batch, Flight flight, IReadOnlyList<Flight> air)
    {
        foreach (var earlier in air)
            earlier.Board(batch);
        if (!flight.IsEmpty)
            flight.Board(batch);
    }

    /// <summary>What happened before everything that is remembered may have been stored then.</summary>
    private static Received Checked(Received received, SeenWindow window) =>
        received.Observation.StartedAt <= window.ForgottenTo
            ? received with { Observation = received.Observation with { MayRepeat = true } }
            : received;

    private void Seat(Received received, Flight flight)
    {
        if (traces.Settle(received) is { } settled)
            flight.Ready.Add(settled);
        else if (waitingRoom.IsFull)
            flight.Ready.Add(traces.SettleNow(received));
        else
            flight.Waiting.Add(received);
    }
}
