using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Completeness;

/// <summary>
/// What every deployment holds beside what its senders count, from the log alone: headers of segments, and the hours
/// that were compared.
/// </summary>
internal sealed class CompletenessLedger : IFold
{
    /// <summary>Instances that are compared; those after it are not, and their completeness stays unknown.</summary>
    private const int InstancesMax = 5_000;

    /// <summary>Late data mends an hour for so long after it was compared.</summary>
    private static readonly TimeSpan s_mendable = TimeSpan.FromHours(6);

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();

    // Bounded by InstancesMax.
    private readonly Dictionary<string, DeploymentBook> _books = new(StringComparer.Ordinal);
    private int _instances;

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            switch (fact.Event)
            {
                case BehaviourEvent.SegmentRecorded e when e.Held.Count + e.Stated.Count > 0:
                    Take(e, fact.Position);
                    break;
                case BehaviourEvent.SeriesRecorded e:
                    Take(e, fact.Position);
                    break;
                case CompletenessEvent.HourReconciled e:
                    Take(new DeploymentId(fact.IdIn(CompletenessStreams.Completeness.Prefix)), e);
                    break;
            }
        }
    }

    /// <summary>Every deployment whose senders count, as far as they have counted by a time.</summary>
    internal IReadOnlyList<Standing> StandingAt(DateTimeOffset through)
    {
        lock (_gate)
        {
            return
            [
                .. _books.Where(pair => pair.Value.Instances.Values.Any(instance => instance.States))
                    .Select(pair => new Standing(
                        new DeploymentId(pair.Key),
                        pair.Value.Name,
                        pair.Value.Position,
                        HoursOf(pair.Value, through),
                        pair.Value.Recorded)),
            ];
        }
    }

    /// <summary>The recorded hours of a deployment.</summary>
    internal Domain.Intake.Completeness Of(DeploymentId deployment)
    {
        lock (_gate)
            return _books.GetValueOrDefault(deployment.Value)?.Recorded ?? Domain.Intake.Completeness.Initial;
    }

    private static IReadOnlyList<HourBalance> HoursOf(DeploymentBook book, DateTimeOffset through)
    {
        var settled = book.Instances
            .SelectMany(one => one.Value.Settle(through), (one, stretch) => (Instance: one.Key, Stretch: stretch))
            .GroupBy(one => HourOf(one.Stretch.At));
        var gaps = book.Instances.Values.SelectMany(one => one.Gaps(through)).ToLookup(gap => HourOf(gap.At));
        return
        [
            .. settled.OrderBy(hour => hour.Key).Select(hour => new HourBalance(
                hour.Key,
                (long)Math.Round(hour.Sum(one => one.Stretch.Stated)),
                MissingOf(hour.Select(one => one.Stretch)),
                hour.Select(one => one.Instance).Distinct(StringComparer.Ordinal).Count(),
                gaps[hour.Key].Sum(gap => gap.Lost),
                ToleranceOf(book, hour.Key))),
        ];
    }

    private static Dictionary<string, long> MissingOf(IEnumerable<Settled> settled) => settled
        .GroupBy(one => one.Kind, StringComparer.Ordinal)
        .Select(kind => (kind.Key, Missing: (long)Math.Round(kind.Sum(one => one.Missing))))
        .Where(kind => kind.Missing > 0)
        .ToDictionary(kind => kind.Key, kind => kind.Missing, StringComparer.Ordinal);

    private static double ToleranceOf(DeploymentBook book, DateTimeOffset hour) =>
        Math.Round(3 * Math.Sqrt(book.Instances.Values.Sum(one => one.VarianceOf(hour, hour + s_hour))), 1);

    private static DateTimeOffset HourOf(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private void Take(BehaviourEvent.SeriesRecorded series, long position)
    {
        foreach (var (stated, by) in CountedSeries.StatementsIn(series))
            InstanceOf(BookOf(series.Deployment, series.Name, position), stated.Instance)?.Add(stated, by);
    }

    private void Take(BehaviourEvent.SegmentRecorded segment, long position)
    {
        var book = BookOf(segment.Deployment, segment.Name, position);
        foreach (var held in segment.Held)
            InstanceOf(book, held.Instance)?.Add(held);
        foreach (var stated in segment.Stated)
            InstanceOf(book, stated.Instance)?.Add(stated, CountedBy.NumberedStatements);
    }

    /// <summary>What was compared long enough ago is settled for good.</summary>
    private void Take(DeploymentId deployment, CompletenessEvent.HourReconciled fact)
    {
        if (!_books.TryGetValue(deployment.Value, out var book))
            _books[deployment.Value] = book = new DeploymentBook();
        book.Recorded = Domain.Intake.Completeness.Evolve(book.Recorded, fact);
        foreach (var instance in book.Instances.Values)
            instance.Forget(fact.Balance.Hour - s_mendable);
    }

    private DeploymentBook BookOf(string deployment, string name, long position)
    {
        if (!_books.TryGetValue(deployment, out var book))
            _books[deployment] = book = new DeploymentBook();
        (book.Name, book.Position) = (name, position);
        return book;
    }

    private InstanceBook? InstanceOf(DeploymentBook book, string instance)
    {
        if (!book.Instances.TryGetValue(instance, out var known) && _instances < InstancesMax)
        {
            book.Instances.Add(instance, known = new InstanceBook());
            _instances++;
        }

        return known;
    }

    /// <summary>One deployment's comparison now, beside what was recorded of it.</summary>
    internal sealed record Standing(
        DeploymentId Deployment,
        string Name,
        long Position,
        IReadOnlyList<HourBalance> Hours,
        Domain.Intake.Completeness Recorded);

    private sealed class DeploymentBook
    {
        internal string Name { get; set; } = "";

        internal long Position { get; set; }

        internal Domain.Intake.Completeness Recorded { get; set; } = Domain.Intake.Completeness.Initial;

        // Bounded by InstancesMax over all deployments.
        internal Dictionary<string, InstanceBook> Instances { get; } = new(StringComparer.Ordinal);
    }
}
