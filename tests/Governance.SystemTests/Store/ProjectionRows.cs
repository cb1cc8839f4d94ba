using System.Collections.Concurrent;
using System.Text.Json;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Tables;
using NpgsqlTypes;

namespace Governance.SystemTests.Store;

/// <summary>What a stream has had so far.</summary>
public sealed record TallyRow(string Key, long Facts, long Sum, long Last);

/// <summary>The simplest projections of each kind, over facts like <c>{"n":1,"to":["a","b"]}</c>.</summary>
internal static class ProjectionRows
{
    private const string Columns =
        "key text collate \"C\" not null, facts bigint, total bigint check (total < 1000000), last bigint";

    public static ProjectionTable<TallyRow> Plain(string name) => Fill(new(
        name, [$"create table if not exists {{table}} ({Columns}, primary key (key))"], Read));

    public static ProjectionTable<TallyRow> WithHistory(string name) => Fill(new(
        name,
        [
            $"create table if not exists {{table}} ({Columns}, valid_from bigint not null, valid_to bigint, "
                + "primary key (key, valid_from))",
            "create unique index if not exists {table}_current on {table} (key) where valid_to is null",
        ],
        Read)
    {
        KeepsHistory = true,
    });

    public static int NumberIn(RecordedEvent recorded) =>
        JsonDocument.Parse(recorded.Data).RootElement.GetProperty("n").GetInt32();

    public static TallyRow Add(TallyRow? row, string key, RecordedEvent recorded) => new(
        key, (row?.Facts ?? 0) + 1, (row?.Sum ?? 0) + NumberIn(recorded), recorded.Position);

    private static TallyRow Read(Npgsql.NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));

    private static ProjectionTable<TallyRow> Fill(ProjectionTable<TallyRow> table) => table
        .With("key", NpgsqlDbType.Text, row => row.Key)
        .With("facts", NpgsqlDbType.Bigint, row => row.Facts)
        .With("total", NpgsqlDbType.Bigint, row => row.Sum)
        .With("last", NpgsqlDbType.Bigint, row => row.Last);
}

/// <summary>One row a stream; <c>"n":0</c> ends it. It fails on what <see cref="Poison"/> holds.</summary>
internal sealed class Tally(string name = "Tally", int version = 1, bool history = false)
    : SingleStreamProjection<TallyRow>
{
    public override string Name => name;

    public override int Version => version;

    public override IReadOnlyCollection<string>? Types => ["thing.happened"];

    /// <summary>Streams whose events make it throw.</summary>
    public ConcurrentDictionary<string, bool> Poison { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before each event is evolved.</summary>
    public Action<RecordedEvent>? Before { get; set; }

    protected internal override ProjectionTable<TallyRow> Table { get; } =
        history ? ProjectionRows.WithHistory("tally") : ProjectionRows.Plain(name == "Tally" ? "tally" : "other");

    protected override TallyRow? Evolve(TallyRow? row, RecordedEvent recorded)
    {
        Before?.Invoke(recorded);
        if (Poison.ContainsKey(recorded.StreamId))
            throw new FormatException("poison");
        return ProjectionRows.NumberIn(recorded) == 0 ? null : ProjectionRows.Add(row, recorded.StreamId, recorded);
    }
}

/// <summary>One row for each name in <c>to</c>: an event fans out.</summary>
internal sealed class Receivers : MultiStreamProjection<TallyRow, string>
{
    public override string Name => "Receivers";

    public override IReadOnlyCollection<string>? Types => null;

    protected internal override ProjectionTable<TallyRow> Table { get; } = ProjectionRows.Plain("receivers");

    protected internal override void Identities(RecordedEvent recorded, ICollection<string> keys)
    {
        if (!JsonDocument.Parse(recorded.Data).RootElement.TryGetProperty("to", out var names))
            return;
        foreach (var receiver in names.EnumerateArray())
            keys.Add(receiver.GetString()!);
    }

    protected internal override TallyRow? Evolve(TallyRow? row, string key, RecordedEvent recorded) =>
        ProjectionRows.Add(row, key, recorded);
}

/// <summary>One row a fact.</summary>
internal sealed class FactsList : EventProjection<TallyRow>
{
    public override string Name => "FactsList";

    public override IReadOnlyCollection<string>? Types => null;

    protected internal override bool ReadsPayloads => false;

    protected internal override ProjectionTable<TallyRow> Table { get; } = ProjectionRows.Plain("facts_list");

    protected internal override void Project(RecordedEvent recorded, ICollection<TallyRow> rows) => rows.Add(
        new TallyRow(recorded.Id.ToString(), recorded.Version, 0, recorded.Position));
}
