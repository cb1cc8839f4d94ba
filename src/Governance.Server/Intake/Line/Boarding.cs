using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Line;

/// <summary>Puts a request's observations on a flight: duplicates are left, versions found, the rest waits.</summary>
internal sealed class Boarding(TraceBook traces, WaitingRoom waitingRoom, IntakeMetrics metrics)
{
    /// <summary>What was stored lately or is on a flight.</summary>
    public RecentIds Recent { get; } = new();

    /// <summary>How many more observations a flight takes; a request is never split.</summary>
    public int Room(Flight flight) => IntakeLine.MaxObservationsPerFlight
        - flight.Ready.Count - flight.Waiting.Count - flight.Releases.Sum(release => release.Ready.Count);

    /// <summary>
    /// Boards everything that is new. A duplicate of what is still in the air waits for that flight to land.
    /// </summary>
    public void Board(IntakeBatch batch, Flight flight, IReadOnlyList<Flight> air)
    {
        foreach (var other in batch.Mapped.OtherSpans)
            traces.Note(other);
        foreach (var received in batch.Mapped.Observations)
            traces.Note(received);

        var duplicates = 0;
        foreach (var received in batch.Mapped.Observations)
        {
            if (Recent.Contains(received.Id))
            {
                duplicates++;
                foreach (var earlier in air.Append(flight).Where(one => one.Ids.Contains(received.Id)))
                    earlier.Board(batch);
                continue;
            }
            Recent.Add(received.Id);
            flight.Ids.Add(received.Id);
            flight.Board(batch);
            Seat(received, flight);
        }
        metrics.Duplicates(duplicates);
        batch.CompleteIfLanded();
    }

    private void Seat(Received received, Flight flight)
    {
        if (!received.LacksVersion)
            flight.Ready.Add(received);
        else if (traces.VersionFor(received) is { } version)
            flight.Ready.Add(WaitingRoom.With(received, version));
        else if (waitingRoom.IsFull)
            flight.Ready.Add(WaitingRoom.With(received, traces.LastResortFor(received)));
        else
            flight.Waiting.Add(received);
    }
}
