using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Projections.Tables;

/// <summary>
/// How rows lie in a table. Readers select from the view <c>{name}_v{version}</c>, which shows the live generation.
/// </summary>
/// <param name="name">The table without version and generation.</param>
/// <param name="shape">
/// Statements that make the table, which comes first, and its indexes; <c>{table}</c> stands for its whole name, and
/// each says <c>if not exists</c>. A rebuild makes the indexes last.
/// </param>
/// <param name="read">A row from the columns in their order; a table that is only added to needs none.</param>
public sealed class ProjectionTable<TRow>(
    string name, IReadOnlyList<string> shape, Func<NpgsqlDataReader, TRow>? read = null)
    where TRow : class
{
    private readonly List<RowColumn<TRow>> _columns = []; // Bounded by the table's columns.

    /// <summary>The table without version and generation.</summary>
    public string Name => name;

    /// <summary>
    /// Whether every state of a row is kept. The table then has columns <c>valid_from bigint not null</c> and
    /// <c>valid_to bigint</c>: a row is true from position valid_from up to, and without, valid_to, the current one has
    /// no valid_to, and "as of a position" is a WHERE.
    /// </summary>
    public bool KeepsHistory { get; init; }

    internal IReadOnlyList<string> Shape => shape;

    internal IReadOnlyList<RowColumn<TRow>> Columns => _columns;

    /// <summary>Adds the next column; the first is the key.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="type">Of one value.</param>
    /// <param name="value">Its value in a row.</param>
    public ProjectionTable<TRow> With<TValue>(string column, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        _columns.Add(new RowColumn<TRow, TValue>(column, type, value));
        return this;
    }

    internal TRow Read(NpgsqlDataReader reader) => read is null
        ? throw new InvalidOperationException($"Table {name} does not say how its rows are read.")
        : read(reader);
}
