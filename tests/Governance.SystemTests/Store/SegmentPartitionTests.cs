using Governance.EventSourcing.Segments;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

public sealed class SegmentPartitionTests
{
    private static readonly DateOnly s_day = new(2026, 2, 28);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_nodes_make_a_days_partition_and_the_next_once_and_dropping_one_leaves_the_rest()
    {
        await using var database = await TestDatabase.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => new SegmentPartitions(database.DataSource).EnsureAsync(s_day, Ct)));
        foreach (var day in (string[])["2026-02-28", "2026-03-01"])
        {
            await database.ExecuteAsync(
                $"insert into es_segment values (1, '{day}', 'd', 1, 1, 1, 'salt', 'root', 'body')");
        }

        await database.ExecuteAsync($"drop table {SegmentPartitions.NameOf(s_day)}");
        (await database.ScalarAsync<DateOnly>("select day from es_segment")).ShouldBe(s_day.AddDays(1));
        (await database.ScalarAsync<char>(
            """
            select attstorage from pg_attribute
            where attrelid = 'es_segment_20260301'::regclass and attname = 'body'
            """)).ShouldBe('e');
    }
}
