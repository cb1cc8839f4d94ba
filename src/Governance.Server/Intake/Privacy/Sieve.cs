using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Privacy.Measures;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// Where everything goes that the allow-list does not let through: measured if it is content, counted by reason, and
/// forgotten. Nothing is allocated for an attribute whose name came before. One record at a time.
/// </summary>
internal sealed class Sieve(PseudonymKeys keys, SieveLimits limits) : IDisposable
{
    private readonly long[] _counts = new long[DropReasons.Count];
    private readonly UnlistedNames _names = new();
    private readonly ContentMeter _content = new(keys);
    private int _unlisted;
    private int _lastSlot = -1;

    /// <summary>Forgets everything; a request begins.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _names.Drain();
        Begin();
    }

    /// <summary>A resource or record begins.</summary>
    public void Begin()
    {
        _content.Clear();
        (_unlisted, _lastSlot) = (0, -1);
    }

    /// <summary>
    /// An attribute under a name that no table lists. Past the limit of a record it is only counted; listed names are
    /// not, so that no flood of others costs a measurement.
    /// </summary>
    public void Drop(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value)
    {
        if (_unlisted >= limits.Attributes)
        {
            Count(DropReason.ManyAttributes);
            return;
        }
        var (slot, side) = _names.Count(key);
        if (slot < 0 || slot != _lastSlot)
            _unlisted++;
        _lastSlot = slot;
        Count(side is ContentSide.None ? DropReason.UnlistedName : DropReason.Content);
        if (place is AttributePlace.Record && value.Type is AttributeType.Text)
            _content.Add(side, value.Text);
    }

    /// <summary>Values under listed names that were not usable; of them, so many were too long.</summary>
    public void Drop(FieldSlots slots)
    {
        Count(DropReason.UnusableValue, slots.Dropped - slots.TooLong);
        Count(DropReason.LongValue, slots.TooLong);
    }

    /// <summary>The observation with the measure of its content.</summary>
    public Observation Measure(Observation observation) => _content.Onto(observation);

    /// <summary>Hands over what was counted since the last time.</summary>
    public void DrainTo(MappedBatch batch, Sender sender)
    {
        var names = _names.Drain();
        if (!_counts.AsSpan().ContainsAnyExcept(0L))
            return;
        batch.Drops.Add(new SenderDrops(sender, [.. _counts], names));
        Array.Clear(_counts);
    }

    public void Dispose() => _content.Dispose();

    private void Count(DropReason reason, int by = 1) => _counts[(int)reason] += by;
}
