using System.Collections.Immutable;
using Governance.Domain.Intake;
using Governance.Server.Intake.Completeness;

namespace Governance.Server.Intake.Pages;

/// <summary>What one deployment streamed: today in kinds and coverage, the last quarter of an hour in steps.</summary>
internal sealed class SenderDay
{
    /// <summary>Seconds of one step.</summary>
    private const int Step = 10;

    /// <summary>Steps kept: 15 minutes.</summary>
    private const int Steps = 90;

    private const int StepsOfMinute = 60 / Step;

    private readonly (long At, int Count)[] _steps = new (long, int)[Steps];

    // Bounded by the kinds, fields and vocabularies there are.
    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _vocabularies = new(StringComparer.Ordinal);
    private DateOnly _day;
    private BehaviourEvent.SegmentRecorded? _last;
    private DateTimeOffset _lastAt;

    /// <summary>Takes the header of a segment that was recorded then.</summary>
    public void Take(BehaviourEvent.SegmentRecorded header, DateTimeOffset at)
    {
        if (_day != header.Day)
        {
            _day = header.Day;
            _kinds.Clear();
            _known.Clear();
            _vocabularies.Clear();
        }
        foreach (var (kind, count) in header.Kinds)
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + count;
        foreach (var (field, count) in header.Known)
            _known[field] = _known.GetValueOrDefault(field) + count;
        _vocabularies.UnionWith(header.Vocabularies.Keys);
        (_last, _lastAt) = (header, at);
        var now = at.ToUnixTimeSeconds() / Step;
        ref var step = ref _steps[now % Steps];
        step = (now, (step.At == now ? step.Count : 0) + header.Count);
    }

    /// <summary>The row; null before anything came.</summary>
    public SenderRow? RowAt(DateTimeOffset now, NotStored notStored) => _last is null
        ? null
        : new SenderRow(
            _last.Deployment,
            _last.Name,
            _last.Environment,
            // The present step has only begun: the one before it says what comes now.
            Sum(now.AddSeconds(-Step), 1) / (double)Step,
            Sum(now, StepsOfMinute) / 60.0,
            Sum(now, Steps) / (double)(Steps * Step),
            new SortedDictionary<string, long>(_kinds),
            Coverage(),
            [.. _vocabularies],
            _lastAt > _last.To ? _lastAt - _last.To : TimeSpan.Zero,
            _lastAt,
            notStored,
            CompletenessText.Unknown,
            ImmutableDictionary<string, long>.Empty);

    private long Sum(DateTimeOffset until, int steps)
    {
        var last = until.ToUnixTimeSeconds() / Step;
        return _steps.Where(step => step.At <= last && step.At > last - steps).Sum(step => (long)step.Count);
    }

    private SortedDictionary<string, double> Coverage()
    {
        var calls = _kinds.GetValueOrDefault("inference");
        return calls == 0
            ? []
            : new SortedDictionary<string, double>(
                SenderRow.Covered.ToDictionary(
                    field => field, field => _known.GetValueOrDefault(field) / (double)calls),
                StringComparer.Ordinal);
    }
}
