using Npgsql;

namespace Governance.EventSourcing.Projections.Tables;

/// <summary>The changed rows of a window, and the few statements that write them all.</summary>
internal sealed class KeyedWrites<TRow, TKey>(ProjectionTable<TRow> table, string name)
    where TRow : class
    where TKey : notnull
{
    private readonly List<RowState<TRow, TKey>> _changed = []; // Bounded by the keys of a window.

    public RowStatements<TRow> Statements { get; } = new(table, name);

    public void Changed(RowState<TRow, TKey> state, TRow? row, long position)
    {
        if (state.Changes.Count == 0)
            _changed.Add(state);
        state.Change(row, position, table.KeepsHistory);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (table.KeepsHistory)
            AddStates(batch);
        else
            AddRows(batch);
    }

    public void Written()
    {
        foreach (var state in _changed)
            state.Written();
        _changed.Clear();
    }

    public void Forget() => _changed.Clear();

    private void AddRows(NpgsqlBatch batch)
    {
        var rows = new List<TRow>(_changed.Count);
        var gone = new List<TKey>();
        foreach (var state in _changed)
        {
            if (state.Row is { } row)
                rows.Add(row);
            else if (state.Stored is not null)
                gone.Add(state.Key);
        }

        if (rows.Count > 0)
            batch.BatchCommands.Add(Statements.Upsert(rows));
        if (gone.Count > 0)
            batch.BatchCommands.Add(Statements.Delete(gone.ToArray()));
    }

    /// <summary>A state ends where the next begins; the one in the table ends at the first.</summary>
    private void AddStates(NpgsqlBatch batch)
    {
        var rows = new List<TRow>(_changed.Count);
        var (from, to) = (new List<long>(_changed.Count), new List<long?>(_changed.Count));
        var (ended, ends) = (new List<TKey>(), new List<long>());
        foreach (var state in _changed)
        {
            if (state.Stored is not null)
            {
                ended.Add(state.Key);
                ends.Add(state.Changes[0].From);
            }

            for (var n = 0; n < state.Changes.Count; n++)
            {
                if (state.Changes[n].Row is not { } row)
                    continue;
                rows.Add(row);
                from.Add(state.Changes[n].From);
                to.Add(n + 1 < state.Changes.Count ? state.Changes[n + 1].From : null);
            }
        }

        if (ended.Count > 0)
            batch.BatchCommands.Add(Statements.Close(ended.ToArray(), [.. ends]));
        if (rows.Count > 0)
            batch.BatchCommands.Add(Statements.Insert(rows, [.. from], [.. to]));
    }
}
