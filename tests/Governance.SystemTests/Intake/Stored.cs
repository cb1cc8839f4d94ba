using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>What of the sent telemetry lies in the log.</summary>
internal static class Stored
{
    internal static async Task<List<CommittedSegment>> SegmentsIn(GovernanceHost host)
    {
        var feed = host.Services.GetRequiredService<CommittedSegments>();
        var stored = new List<CommittedSegment>();
        for (var after = 0L; ;)
        {
            var page = await feed.ReadAsync(after, TestContext.Current.CancellationToken);
            stored.AddRange(page.Segments);
            if (page.Through == after)
                return stored;
            after = page.Through;
        }
    }

    internal static async Task<List<Observation>> ObservationsIn(GovernanceHost host) =>
        [.. (await SegmentsIn(host)).SelectMany(segment => segment.Observations)];
}
