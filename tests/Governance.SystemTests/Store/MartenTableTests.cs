using System.Text.RegularExpressions;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>Marten 9 finds its own tables: every column, key and function that it made is here.</summary>
public sealed partial class MartenTableTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_column_of_Marten_is_here_with_its_type_and_every_other_may_be_left_out()
    {
        var theirs = Recorded().Columns;
        theirs.Count.ShouldBe(24);
        var ours = await ListAsync(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%'
            """);
        theirs.Select(column => $"{column.Key} {column.Value}").Except(ours).ShouldBeEmpty();

        var tables = theirs.Keys.Select(column => column.Split('.')[0]).ToHashSet();
        var added = ours.Select(line => line.Split(' ')[0])
            .Where(column => tables.Contains(column.Split('.')[0])).Except(theirs.Keys);
        // Salt and hashes are filled in by the door.
        var demanded = await ListAsync(
            """
            select c.relname || '.' || a.attname
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnotnull
                and not a.atthasdef and a.attname not in ('salt', 'data_hash', 'meta_hash')
            """);
        added.Intersect(demanded).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_key_of_Marten_is_here_by_name_and_none_points_from_events_to_streams()
    {
        var ours = (await ListAsync("select indexdef from pg_indexes where schemaname = current_schema()"))
            .Select(definition => Index().Match(definition))
            .Where(match => match.Success)
            .Select(match => $"{match.Groups["table"]} {match.Groups["name"]} ({match.Groups["columns"]})");
        Recorded().UniqueKeys.Except(ours).ShouldBeEmpty();
        (await _database.ScalarAsync<long>(
            "select count(*) from pg_constraint where contype = 'f' and conrelid = 'mt_events'::regclass"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task Every_function_of_Marten_on_events_is_here_with_its_arguments()
    {
        var ours = await ListAsync(
            """
            select format('%s(%s) returns %s', proname, pg_get_function_arguments(oid), pg_get_function_result(oid))
            from pg_proc where pronamespace = current_schema()::regnamespace and proname like 'mt\_%'
            """);
        Recorded().Functions.Count.ShouldBe(4);
        Recorded().Functions.Except(ours).ShouldBeEmpty();
    }

    /// <summary>Marten's own default is the moment the table was made, which only plain SQL notices.</summary>
    [Fact]
    public async Task The_time_of_an_event_has_a_default_that_moves() =>
        (await _database.ScalarAsync<string>(
            """
            select column_default from information_schema.columns
            where table_schema = current_schema() and table_name = 'mt_events' and column_name = 'timestamp'
            """)).ShouldBe("now()");

    [Fact]
    public async Task Progress_is_marked_and_a_gap_is_skipped_only_from_where_the_shard_is()
    {
        await _database.ExecuteAsync("select mt_mark_event_progression('HighWaterMark', 5)");
        (await _database.ScalarAsync<long>("select mt_mark_progression_with_skip('HighWaterMark', 9, 4)")).ShouldBe(5);
        (await _database.ScalarAsync<long>("select mt_mark_progression_with_skip('HighWaterMark', 9, 5)")).ShouldBe(9);
        (await _database.ScalarAsync<long>("select mt_mark_progression_with_skip('Other:All', 3, 0)")).ShouldBe(3);
        (await _database.ScalarAsync<long>("select count(*) from mt_high_water_skips")).ShouldBe(2);
        (await _database.ScalarAsync<long>("select last_seq_id from mt_event_progression where name = 'HighWaterMark'"))
            .ShouldBe(9);
    }

    private static MartenTables Recorded() => MartenTables.Read(Checkout.Shared("data/marten-9.29/tables.txt"));

    private async Task<string[]> ListAsync(string select) => await _database.ScalarAsync<string[]>(
        $"select array_agg(line) from ({select}) l(line)");

    [GeneratedRegex(@"UNIQUE INDEX (?<name>\w+) ON \w+\.(?<table>\w+) USING btree \((?<columns>[^)]+)\)")]
    private static partial Regex Index();
}
