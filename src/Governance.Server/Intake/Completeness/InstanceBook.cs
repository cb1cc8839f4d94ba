using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Intake.Completeness;

/// <summary>What the records of one kind between two statements of an instance came to.</summary>
/// <param name="At">Time of the later statement.</param>
/// <param name="Kind">In the vocabulary's words.</param>
/// <param name="Stated">Records that the instance says it sent in between.</param>
/// <param name="Missing">Those of them that are not held; negative: an earlier gap was filled late.</param>
internal readonly record struct Settled(DateTimeOffset At, string Kind, double Stated, double Missing);

/// <summary>
/// One instance's running totals beside what is held of it. A sender counts a record when it ends and exports it a
/// little later, and its totals and times may be a little apart: what ended up to <see cref="Slack"/> after a statement
/// may explain it, so that only what nothing explains is missing.
/// </summary>
internal sealed class InstanceBook
{
    /// <summary>
    /// Stretches kept of an instance that has stated nothing yet: enough for the minutes before its first statement.
    /// </summary>
    private const int UnstatedMax = 40;

    /// <summary>Stretches and statements kept at most: about a week of an instance at work.</summary>
    private const int KeptMax = 20_000;

    /// <summary>The delay that the vocabulary grants a sender (§8).</summary>
    internal static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    // Bounded by KeptMax.
    private readonly HeldCounts _held = new();

    // In order of time. Bounded by KeptMax.
    private readonly SortedDictionary<DateTimeOffset, RecordsStated> _stated = [];

    // How each kind stood at the last statement that was forgotten. Bounded by the kinds of the vocabulary.
    private readonly Dictionary<string, Standing> _standing = new(StringComparer.Ordinal);

    private RecordsStated? _forgotten;
    private CountedBy _countedBy;

    /// <summary>Whether it has ever said how much it sent.</summary>
    internal bool States => _stated.Count > 0 || _forgotten is not null;

    /// <summary>Takes in what a segment holds; what ended before everything that is forgotten comes too late.</summary>
    internal void Add(RecordsHeld held)
    {
        if (held.From < _forgotten?.At)
            return;
        _held.Add(held);
        _held.Trim(States ? KeptMax : UnstatedMax);
    }

    /// <summary>
    /// Takes in a statement; one sent twice changes nothing. All counts of an instance tell of the same records, and
    /// their clocks may differ: the best one is taken alone.
    /// </summary>
    internal void Add(RecordsStated stated, CountedBy by)
    {
        if (stated.At <= _forgotten?.At || by < _countedBy)
            return;
        if (by > _countedBy)
            _stated.Clear();
        _countedBy = by;
        _stated[stated.At] = _stated.TryGetValue(stated.At, out var known) && known.Sequence == stated.Sequence
            ? known with { Totals = Both(known.Totals, stated.Totals) }
            : stated;
        if (_stated.Count > KeptMax)
            Forget(_stated.Keys.ElementAt(1));
    }

    /// <summary>Every stretch between two statements made by <paramref name="through"/>, kind by kind.</summary>
    internal IReadOnlyList<Settled> Settle(DateTimeOffset through)
    {
        var stated = Until(through);
        return
        [
            .. KindsOf(stated).SelectMany(kind => Walk(kind, stated)).Select(step => step.Settled).OfType<Settled>(),
        ];
    }

    /// <summary>How many statements before each one were lost, by time.</summary>
    internal IEnumerable<(DateTimeOffset At, int Lost)> Gaps(DateTimeOffset through)
    {
        var before = _forgotten;
        foreach (var one in Until(through))
        {
            if (before is not null && !Restarts(before, one)
                && one.Sequence - before.Sequence is > 1 and < int.MaxValue and var step)
            {
                yield return (one.At, (int)step - 1);
            }

            before = one;
        }
    }

    /// <summary>Variance of what is held from one time to another; 0 where nothing is sampled.</summary>
    internal double VarianceOf(DateTimeOffset from, DateTimeOffset to) => _held.VarianceOf(from, to);

    /// <summary>
    /// Forgets up to the last statement before a time, keeping how things stood there, so that what follows is settled
    /// as it would have been.
    /// </summary>
    internal void Forget(DateTimeOffset before)
    {
        var stated = _stated.Values.TakeWhile(one => one.At < before).ToList();
        if (stated.Count == 0)
            return;
        foreach (var kind in KindsOf(stated))
            _standing[kind] = Walk(kind, stated).Last().Standing;
        _forgotten = stated[^1];
        foreach (var one in stated)
            _stated.Remove(one.At);
        _held.ForgetBefore(_forgotten.At);
    }

    private IEnumerable<(Settled? Settled, Standing Standing)> Walk(string kind, IReadOnlyList<RecordsStated> stated)
    {
        var held = _held.Running(kind);
        var (before, standing) = (_forgotten, _standing.GetValueOrDefault(kind));
        foreach (var one in stated)
        {
            var ranUnheard = before is null && one.Sequence is not 1;
            var since = Restarts(before, one) ? 0 : standing.Total;
            var (certain, possible) = (held.Before(one.At), held.Through(one.At + Slack));
            before = one;
            if (ranUnheard || !one.Totals.TryGetValue(kind, out var total))
            {
                // What it sent before it was first heard nobody can compare; a kind that is left out is not said.
                standing = ranUnheard
                    ? new Standing(one.Totals.GetValueOrDefault(kind), certain, 0)
                    : standing with { Total = since };
                yield return (null, standing);
                continue;
            }

            var said = total - since;
            var wanted = standing.Explained + standing.Missing + said;
            var found = Math.Clamp(standing.Explained + said, certain, Math.Max(certain, possible));
            var missing = Math.Max(0, wanted - found);
            yield return (
                new Settled(one.At, kind, said, missing - standing.Missing),
                standing = new Standing(total, wanted - missing, missing));
        }
    }

    private List<RecordsStated> Until(DateTimeOffset through) =>
        [.. _stated.Values.TakeWhile(one => one.At <= through)];

    private static IEnumerable<string> KindsOf(IEnumerable<RecordsStated> stated) =>
        stated.SelectMany(one => one.Totals.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool Restarts(RecordsStated? before, RecordsStated one) => before is not null
        && (one.Sequence <= before.Sequence
            || one.Totals.Any(kind => before.Totals.GetValueOrDefault(kind.Key) > kind.Value));

    private static Dictionary<string, long> Both(
        IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) => one
        .Concat(other)
        .GroupBy(total => total.Key, StringComparer.Ordinal)
        .ToDictionary(total => total.Key, total => total.Max(said => said.Value), StringComparer.Ordinal);

    /// <summary>
    /// The last total that was stated of a kind; and of all that was ever stated, how much is held and how much nothing
    /// explains.
    /// </summary>
    private readonly record struct Standing(double Total, double Explained, double Missing);
}
