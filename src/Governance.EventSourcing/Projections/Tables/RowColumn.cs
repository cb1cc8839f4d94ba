using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Projections.Tables;

/// <summary>A column: many rows go to the database as one array of each.</summary>
internal abstract class RowColumn<TRow>(string name)
{
    public string Name => name;

    public abstract NpgsqlParameter ToArray(IReadOnlyList<TRow> rows);
}

/// <inheritdoc/>
internal sealed class RowColumn<TRow, TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value)
    : RowColumn<TRow>(name)
{
    public override NpgsqlParameter ToArray(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var n = 0; n < values.Length; n++)
            values[n] = value(rows[n]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
