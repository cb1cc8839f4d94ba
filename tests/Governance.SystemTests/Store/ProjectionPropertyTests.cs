using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>Whatever happens around it, a projection is the fold of its events.</summary>
public sealed class ProjectionPropertyTests(ITestOutputHelper output)
{
    private const int Acts = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>GOVERNANCE_LONG=1 tries more seeds.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 40 : 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_appends_restarts_rebuilds_and_poison_end_in_the_fold_of_the_log(int seed)
    {
        output.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        await using var world = await ProjectionWorld.CreateAsync();
        var (model, history) = (new Dictionary<string, (long Facts, long Sum)>(StringComparer.Ordinal), seed % 2 == 0);
        var tally = new Tally(history: history);
        var daemon = await world.StartAsync(tally);
        for (var act = 0; act < Acts; act++)
        {
            switch (dice.Next(10))
            {
                case 0:
                    await daemon.DisposeAsync();
                    daemon = await world.StartAsync(tally);
                    break;
                case 1:
                    await daemon.RequestRebuildAsync("Tally", Ct);
                    break;
                case 2:
                    await daemon.CancelRebuildAsync("Tally", Ct);
                    break;
                case 3:
                    tally.Poison[$"s-{dice.Next(6)}"] = true;
                    break;
                default:
                    await AppendAsync(world, dice, model);
                    break;
            }
        }

        tally.Poison.Clear();
        await UnparkAsync(daemon);
        await Eventually.IsTrueAsync("no rebuild is left", () => daemon.Progress[0].Building is null);
        var current = history ? " where valid_to is null" : "";
        (await world.Database.ScalarAsync<string>($"""
            select coalesce(string_agg(key || ':' || facts || ':' || total, ',' order by key), '')
            from tally_v1{current}
            """)).ShouldBe(string.Join(',', model.OrderBy(row => row.Key, StringComparer.Ordinal)
                .Select(row => $"{row.Key}:{row.Value.Facts}:{row.Value.Sum}")));
        var live = await world.DumpAsync("tally_v1");
        await daemon.RebuildProjectionAsync("Tally", Ct);
        (await world.DumpAsync("tally_v1")).ShouldBe(live);
    }

    private static async Task AppendAsync(
        ProjectionWorld world, Random dice, Dictionary<string, (long Facts, long Sum)> model)
    {
        var (stream, number) = ($"s-{dice.Next(6)}", dice.Next(5));
        await world.AppendAsync(stream, number);
        var before = model.GetValueOrDefault(stream);
        if (number == 0)
            model.Remove(stream);
        else
            model[stream] = (before.Facts + 1, before.Sum + number);
    }

    private static Task UnparkAsync(ProjectionDaemon daemon) => Eventually.IsTrueAsync(
        "nothing is parked and all is applied",
        async () =>
        {
            await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
            var parked = await daemon.ListParkedKeysAsync(Ct);
            foreach (var key in parked)
                await daemon.RetryParkedKeyAsync(key.Projection, key.Key, Ct);
            return parked.Count == 0;
        });
}
