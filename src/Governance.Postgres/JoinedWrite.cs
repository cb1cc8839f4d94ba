using Npgsql;
using NpgsqlTypes;

namespace Governance.Postgres;

/// <summary>
/// A row written in an append's own transaction (a timer, an outgoing message, a segment): a value, not code, so that
/// the append stays one set-wise batch. <paramref name="Sql"/> is one statement with parameters $1, $2, ….
/// </summary>
public sealed record JoinedWrite(string Sql, IReadOnlyList<JoinedValue> Parameters);

/// <summary>
/// A condition on rows, judged under the append lock before anything is written. The statement must affect (or, for a
/// SELECT, return) exactly one row, else the append drops out and nothing of it is written.
/// Example: <c>delete from timer where id = $1 returning id</c>.
/// </summary>
public sealed record RowGuard(string Sql, IReadOnlyList<JoinedValue> Parameters);

/// <summary>
/// A parameter of a joined statement: known beforehand, or only once the append has its place in the log.
/// </summary>
public abstract record JoinedValue
{
    private JoinedValue()
    {
    }

    /// <summary>A value known beforehand; null becomes SQL NULL.</summary>
    public static JoinedValue Of(object? value, NpgsqlDbType type) => new Known(value, type);

    /// <summary>
    /// The position of the request's event of this index (streams in order, events in order), as bigint.
    /// </summary>
    public static JoinedValue PositionOf(int eventIndex) => new EventPosition(eventIndex);

    /// <summary>The time of the append, as timestamptz.</summary>
    public static JoinedValue At { get; } = new AppendTime();

    /// <summary>It can be sent only once the append's time is known.</summary>
    public virtual bool NeedsTime => false;

    /// <summary>The parameter to send once the append has its place.</summary>
    /// <param name="firstPosition">The position of the request's first event.</param>
    /// <param name="at">The append's time.</param>
    public abstract NpgsqlParameter ToParameter(long firstPosition, DateTimeOffset at);

    private sealed record Known(object? Value, NpgsqlDbType Type) : JoinedValue
    {
        public override NpgsqlParameter ToParameter(long firstPosition, DateTimeOffset at) =>
            new() { Value = Value ?? DBNull.Value, NpgsqlDbType = Type };
    }

    private sealed record EventPosition(int EventIndex) : JoinedValue
    {
        public override NpgsqlParameter ToParameter(long firstPosition, DateTimeOffset at) =>
            new NpgsqlParameter<long>
            {
                TypedValue = firstPosition + EventIndex,
                NpgsqlDbType = NpgsqlDbType.Bigint,
            };
    }

    private sealed record AppendTime : JoinedValue
    {
        public override bool NeedsTime => true;

        public override NpgsqlParameter ToParameter(long firstPosition, DateTimeOffset at) =>
            new NpgsqlParameter<DateTime>
            {
                TypedValue = at.UtcDateTime,
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            };
    }
}
