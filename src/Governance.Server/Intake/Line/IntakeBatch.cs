using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Intake.Line;

/// <summary>A request's observations waiting to be durable.</summary>
internal sealed class IntakeBatch(MappedBatch mapped)
{
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Bounded by the flights in the air at one time.
    private readonly HashSet<Flight> _open = [];

    public MappedBatch Mapped { get; } = mapped;

    /// <summary>Prepares everything in it (<see cref="Received.Prepare"/>).</summary>
    public void Prepare()
    {
        var pages = new LinePages();
        foreach (var received in Mapped.Observations)
            received.Prepare(pages);
    }

    /// <summary>Completes when everything in it is stored; fails when something could not be.</summary>
    public Task Durable => _durable.Task;

    /// <summary>Something of it, or a duplicate of something in it, is on this flight.</summary>
    public void Board(Flight flight) => _open.Add(flight);

    /// <summary>Done, when it boarded nothing or everything has landed.</summary>
    public void CompleteIfLanded()
    {
        if (_open.Count == 0)
            _durable.TrySetResult();
    }

    /// <summary>The flight did not take it; it boards another one.</summary>
    public void Leave(Flight flight) => _open.Remove(flight);

    public void Landed(Flight flight)
    {
        _open.Remove(flight);
        CompleteIfLanded();
    }

    public void Fail(Exception error) => _durable.TrySetException(error);
}
