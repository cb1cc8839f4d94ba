using Governance.EventSourcing;
using Governance.Postgres.Leasing;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Store;

namespace Governance.SystemTests.Postgres;

public sealed class LeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);
    private TestDatabase _database = null!;
    private Leases _leases = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _leases = new Leases(_database.DataSource);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task One_holds_it_and_renews_it_and_the_other_waits()
    {
        var held = await _leases.TryAcquireAsync("outbox", "a", s_long, Ct);
        (await _leases.TryAcquireAsync("outbox", "b", s_long, Ct)).ShouldBeNull();
        var renewed = await _leases.TryAcquireAsync("outbox", "a", s_long, Ct);
        renewed!.Epoch.ShouldBe(held!.Epoch);
        renewed.Until.ShouldBeGreaterThan(held.Until);
    }

    [Fact]
    public async Task A_new_holder_has_a_higher_epoch_also_when_it_is_the_old_one_again()
    {
        var first = await _leases.TryAcquireAsync("outbox", "a", s_long, Ct);
        await _leases.ReleaseAsync(first!, Ct);
        var second = await _leases.TryAcquireAsync("outbox", "b", TimeSpan.FromMilliseconds(-1), Ct);
        var third = await _leases.TryAcquireAsync("outbox", "b", s_long, Ct);
        (first!.Epoch, second!.Epoch, third!.Epoch).ShouldBe((1, 2, 3));
        await _leases.ReleaseAsync(second, Ct);
        (await _leases.TryAcquireAsync("outbox", "c", s_long, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_lost_the_lease_cannot_append_under_it()
    {
        var store = _database.OpenStore();
        var lost = await _leases.TryAcquireAsync("outbox", "a", s_long, Ct);
        await store.AppendAsync(Facts.To("s-1") with { RowGuards = [lost!.Guard()] }, Ct);
        await _leases.ReleaseAsync(lost, Ct);
        var held = await _leases.TryAcquireAsync("outbox", "b", s_long, Ct);
        await Should.ThrowAsync<RowGuardFailedException>(
            store.AppendAsync(Facts.To("s-1") with { RowGuards = [lost.Guard()] }, Ct));
        (await store.AppendAsync(Facts.To("s-1") with { RowGuards = [held!.Guard()] }, Ct)).FirstPosition.ShouldBe(2);
    }
}
