using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Coverage;

/// <summary>
/// For each deployment how much its senders say and in which vocabulary, from segments' headers alone.
/// </summary>
public sealed class CoverageBoard : IFold
{
    /// <summary>Deployments on the board; later ones are in the log, and not shown.</summary>
    private const int DeploymentsMax = 2_000;

    private readonly Lock _gate = new();

    // Bounded by DeploymentsMax.
    private readonly Dictionary<string, Latest> _deployments = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Event is not BehaviourEvent.SegmentRecorded header)
            return;
        lock (_gate)
        {
            if (!_deployments.TryGetValue(header.Deployment, out var latest))
            {
                if (_deployments.Count >= DeploymentsMax)
                    return;
                _deployments[header.Deployment] = latest = new Latest();
            }
            latest.Add(header, fact.At);
        }
    }

    /// <summary>What one deployment's senders say; null when nothing was ever heard of it.</summary>
    public DeploymentCoverage? Find(DeploymentId deployment, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _deployments.GetValueOrDefault(deployment.Value) is { } latest
                ? Of(latest.Mapping, latest.Since(now), latest.Ever)
                : null;
        }
    }

    private static DeploymentCoverage Of(int? mapping, CoverageSums latest, CoverageSums ever)
    {
        var spoken = latest.Spoken.Count > 0 ? latest.Spoken : ever.Spoken;
        var told = spoken.Values.Sum();
        return new DeploymentCoverage(
            mapping,
            [
                .. spoken
                    .Select(one => new SpokenVocabulary(
                        one.Key, Vocabularies.TitleOf(one.Key), one.Value, (double)one.Value / told))
                    .OrderByDescending(one => one.Observations)
                    .ThenBy(one => one.Name, StringComparer.Ordinal),
            ],
            [.. KnownFields.All.Select(field => Of(field, latest, ever)).OfType<FieldCoverage>()]);
    }

    private static FieldCoverage? Of(KnownField field, CoverageSums latest, CoverageSums ever)
    {
        var kind = KnownFields.WordOf(field.Kind);
        return Share(ever) is { } all
            ? new FieldCoverage(field.Key, kind, field.Title, Share(latest), all, field.Needs)
            : null;

        CoverageShare? Share(CoverageSums sums) =>
            sums.OfKind(kind) is > 0 and var of ? new CoverageShare(sums.Known(field.Key), of) : null;
    }

    /// <summary>Everything, and apart from it what the last hours brought.</summary>
    private sealed class Latest
    {
        /// <summary>Hours shown apart, the running one among them.</summary>
        private const int Hours = 24;

        // Bounded by Hours; by hour of recording, which never runs backwards.
        private readonly SortedDictionary<long, CoverageSums> _hours = [];

        public CoverageSums Ever { get; } = new();

        public int? Mapping { get; private set; }

        public void Add(BehaviourEvent.SegmentRecorded header, DateTimeOffset at)
        {
            Mapping = header.Mapping;
            Ever.Add(header);
            var hour = HourOf(at);
            if (!_hours.TryGetValue(hour, out var sums))
            {
                _hours[hour] = sums = new CoverageSums();
                if (_hours.Count > Hours)
                    _hours.Remove(_hours.First().Key);
            }
            sums.Add(header);
        }

        public CoverageSums Since(DateTimeOffset now)
        {
            var sums = new CoverageSums();
            foreach (var (hour, added) in _hours)
            {
                if (hour > HourOf(now) - Hours)
                    sums.Add(added);
            }
            return sums;
        }

        private static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;
    }
}
