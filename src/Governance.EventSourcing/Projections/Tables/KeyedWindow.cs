using System.Globalization;
using Governance.EventSourcing.Projections.Parking;
using Npgsql;

namespace Governance.EventSourcing.Projections.Tables;

/// <inheritdoc/>
internal sealed class KeyedWindow<TRow, TKey>(
    MultiStreamProjection<TRow, TKey> projection, string table, ParkedKeys parked) : RowWindow
    where TRow : class
    where TKey : notnull
{
    /// <summary>Rows kept from window to window, so that busy keys are not read again; then all are let go.</summary>
    private const int MaxKeptRows = 20_000;

    private readonly KeyedWrites<TRow, TKey> _writes = new(projection.Table, table);

    // Bounded by MaxKeptRows and the keys of a window.
    private readonly Dictionary<TKey, RowState<TRow, TKey>> _rows = [];
    private readonly List<(RecordedEvent Recorded, TKey Key)> _touches = []; // Bounded by a page and its fan-out.
    private readonly List<TKey> _keys = []; // Bounded by the fan-out of one event.

    public override async Task TakeAsync(
        NpgsqlDataSource database, IReadOnlyList<RecordedEvent> events, string? only, CancellationToken ct)
    {
        _touches.Clear();
        foreach (var recorded in events)
            Identify(recorded, only);
        await LoadAsync(database, ct);
        foreach (var (recorded, key) in _touches)
            Evolve(recorded, key);
    }

    public override void Park(RecordedEvent recorded, string reason)
    {
        _keys.Clear();
        projection.Identities(recorded, _keys);
        foreach (var key in _keys)
            parked.Park(Text(key), recorded.Position, reason);
    }

    public override void AddTo(NpgsqlBatch batch) => _writes.AddTo(batch);

    public override void Written()
    {
        _writes.Written();
        if (_rows.Count > MaxKeptRows)
            _rows.Clear();
    }

    public override void Forget()
    {
        _writes.Forget();
        _rows.Clear();
    }

    /// <summary>An event whose keys cannot be told parks its stream, and what follows in it waits.</summary>
    private void Identify(RecordedEvent recorded, string? only)
    {
        var stream = StreamKey(recorded);
        if (parked.Any && parked.Holds(stream))
        {
            parked.Park(stream, recorded.Position, null);
            return;
        }

        _keys.Clear();
        try
        {
            projection.Identities(recorded, _keys);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            parked.Park(stream, recorded.Position, error.Message);
            return;
        }

        foreach (var key in _keys)
        {
            if (only is null || only == stream || only == Text(key))
                _touches.Add((recorded, key));
        }
    }

    private async Task LoadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        List<TKey>? missing = null;
        foreach (var (_, key) in _touches)
        {
            if (_rows.TryAdd(key, new RowState<TRow, TKey>(key)))
                (missing ??= []).Add(key);
        }

        if (missing is not null)
            await _writes.Statements.LoadAsync<TKey>(
                database, [.. missing], (key, row) => _rows[key].Loaded(row), ct);
    }

    private void Evolve(RecordedEvent recorded, TKey key)
    {
        if (parked.Any && parked.Holds(Text(key)))
        {
            parked.Park(Text(key), recorded.Position, null);
            return;
        }

        var state = _rows[key];
        try
        {
            var after = projection.Evolve(state.Row, key, recorded);
            if (!EqualityComparer<TRow?>.Default.Equals(after, state.Row))
                _writes.Changed(state, after, recorded.Position);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            parked.Park(Text(key), recorded.Position, error.Message);
        }
    }

    private static string Text(TKey key) => Convert.ToString(key, CultureInfo.InvariantCulture)!;

    private static string StreamKey(RecordedEvent recorded) => "stream " + recorded.StreamId;
}
