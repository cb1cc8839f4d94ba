using Governance.EventSourcing.Projections.Generations;

namespace Governance.EventSourcing.Projections.Running;

/// <summary>What this node knows of one projection, whoever runs it.</summary>
internal sealed class ProjectionStanding(ProjectionWork work)
{
    private readonly ProgressMark _mark = new();
    private readonly Lock _gate = new();
    private long _alive = work.Clock.GetTimestamp();
    private long _current = work.Clock.GetTimestamp();
    private Generation? _live;
    private Generation? _building;
    private (int Generation, long Position, long At) _watched;
    private bool _works;
    private string? _failure;

    public ProjectionProgress Progress
    {
        get
        {
            lock (_gate)
            {
                return new ProjectionProgress(
                    work.Projection.Name,
                    work.Projection.Version,
                    _live?.Number ?? 0,
                    _mark.Position,
                    _mark.Position >= work.Store.KnownPosition ? TimeSpan.Zero : Since(_current),
                    Since(_alive),
                    _works,
                    _live?.ParkedKeys ?? 0,
                    Building(),
                    _failure);
            }
        }
    }

    /// <summary>Completes once everything up to a position is in the table.</summary>
    public Task WaitForAsync(long position, CancellationToken ct) => _mark.WaitForAsync(position, ct);

    /// <summary>A term begins at its checkpoint, further back when the database lost its last moments.</summary>
    public void Begins(long position)
    {
        lock (_gate)
            _works = true;
        if (position < _mark.Position)
            _mark.Reset();
        _mark.Set(position);
    }

    /// <summary>The term is over.</summary>
    public void Ends()
    {
        lock (_gate)
            _works = false;
    }

    /// <summary>Everything up to a position is in the table, and the loop turns.</summary>
    public void Moved(long position)
    {
        _mark.Set(position);
        lock (_gate)
        {
            _alive = work.Clock.GetTimestamp();
            _failure = null;
            if (position >= work.Store.KnownPosition)
                _current = _alive;
        }
    }

    /// <summary>The registry as it was just read.</summary>
    public void Saw(IReadOnlyList<Generation> generations)
    {
        lock (_gate)
        {
            _live = generations.Single(known => known.State == GenerationState.Live);
            _building = generations.SingleOrDefault(known => known.State == GenerationState.Building)
                ?? (_live.IsCurrent ? null : _live);
            if (_building is { } building && building.Number != _watched.Generation)
                _watched = (building.Number, building.Position, work.Clock.GetTimestamp());
        }
    }

    /// <summary>Another node works, and this one sees how far it is.</summary>
    public void Watched()
    {
        if (_live is { } live)
            Moved(live.Position);
    }

    public void Failed(string message)
    {
        lock (_gate)
            _failure = message;
    }

    private RebuildProgress? Building()
    {
        if (_building is not { } building)
            return null;
        var seconds = Since(_watched.At).TotalSeconds;
        var gone = building.Position - _watched.Position;
        return new RebuildProgress(
            building.Number, building.Position, work.Store.KnownPosition, seconds > 0 ? gone / seconds : 0);
    }

    private TimeSpan Since(long timestamp) => work.Clock.GetElapsedTime(timestamp);
}
