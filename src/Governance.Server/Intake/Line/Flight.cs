using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;

namespace Governance.Server.Intake.Line;

/// <summary>What goes into the log in one append, with the requests that wait for it.</summary>
internal sealed class Flight
{
    // Bounded by IntakeLine.MaxObservationsPerFlight, as are the ids and the sets.
    private readonly HashSet<IntakeBatch> _batches = [];

    /// <summary>To be stored in segments.</summary>
    public List<Received> Ready { get; } = [];

    /// <summary>To be kept until their traces tell the version.</summary>
    public List<Received> Waiting { get; } = [];

    /// <summary>
    /// Sets that were kept so, of which something is now ready; each is replaced by what still waits of it.
    /// </summary>
    public List<WaitingRelease> Releases { get; } = [];

    /// <summary>Digests of everything that this flight makes durable for the first time.</summary>
    public List<(SeenWindow Window, ulong Id)> Ids { get; } = [];

    /// <summary>The requests to answer.</summary>
    public IReadOnlyCollection<IntakeBatch> Batches => _batches;

    /// <summary>How it ends.</summary>
    public Task<FlightEnd> Ending { get; set; } = Task.FromResult(FlightEnd.Stored);

    public bool IsEmpty => Ready.Count == 0 && Waiting.Count == 0 && Releases.Count == 0;

    public void Board(IntakeBatch batch)
    {
        _batches.Add(batch);
        batch.Board(this);
    }
}

/// <summary>How a flight ended.</summary>
/// <param name="Error">Null when it is stored.</param>
/// <param name="KeptSet">The set that now holds what waits for a version.</param>
/// <param name="FirstPosition">Of its segments; 0 when there were none.</param>
internal sealed record FlightEnd(Exception? Error, WaitingSet? KeptSet = null, long FirstPosition = 0)
{
    public static FlightEnd Stored { get; } = new(Error: null);
}
