using System.Globalization;
using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Server.Intake.Retention;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>What is older than the retention goes, and the log says so before it goes.</summary>
public sealed class RetentionScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_old_day_is_retired_by_a_fact_and_a_sound_log_stays_sound()
    {
        await using var host = await GovernanceHost.StartAsync(settings: [$"--{RetentionSettings.DaysKey}=30"]);
        var old = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-40);
        var store = host.Services.GetRequiredService<EventStore>();
        await host.Services.GetRequiredService<SegmentPartitions>().EnsureAsync(old, Ct);
        var header = EventTypes.Encode(new AuditEvent.Exported("e", false));
        var position = (await store.AppendAsync(
            new AppendRequest(
                [new StreamAppend("note-1", ExpectedVersion.Any, [header])],
                new AppendMetadata("test"),
                Segments: [new SegmentRow(0, old, "d", 1, 5, 50, new byte[32], new byte[32], [1])]),
            Ct)).FirstPosition;

        await host.Services.GetRequiredService<SegmentRetirement>().RetireAsync(Ct);
        await host.Services.GetRequiredService<SegmentRetirement>().RetireAsync(Ct);

        (await host.Services.GetRequiredService<SegmentTable>().FindAsync(position, Ct)).ShouldBeNull();
        var facts = await store.FetchStreamAsync("audit-log", ct: Ct);
        facts.Select(fact => EventTypes.Decode(fact).Event).OfType<AuditEvent.SegmentsRetired>()
            .ShouldBe([new AuditEvent.SegmentsRetired(old, 1, 5, 0)]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-3")]
    [InlineData("a month")]
    public async Task A_retention_that_makes_no_sense_stops_the_start(string days) =>
        (await Should.ThrowAsync<Exception>(
            GovernanceHost.StartAsync(settings: [$"--{RetentionSettings.DaysKey}={days}"])))
            .Message.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"not {days}"));
}
