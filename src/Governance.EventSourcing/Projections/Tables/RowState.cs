namespace Governance.EventSourcing.Projections.Tables;

/// <summary>One key's row in a window: what the table holds, what it will hold, and the states in between.</summary>
internal sealed class RowState<TRow, TKey>(TKey key)
    where TRow : class
{
    public TKey Key => key;

    /// <summary>As the table has it; null for no row.</summary>
    public TRow? Stored { get; private set; }

    /// <summary>After the last event that was taken in.</summary>
    public TRow? Row { get; private set; }

    /// <summary>The states since the table was written, each from its position on; null ends the row.</summary>
    public List<(long From, TRow? Row)> Changes { get; } = []; // Bounded by the events of a window.

    public void Loaded(TRow row) => (Stored, Row) = (row, row);

    public void Change(TRow? row, long position, bool keepsHistory)
    {
        if (!keepsHistory)
            Changes.Clear();
        Changes.Add((position, row));
        Row = row;
    }

    public void Written()
    {
        Stored = Row;
        Changes.Clear();
    }
}
