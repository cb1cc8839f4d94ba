using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Privacy.Measures;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// Where everything goes that the allow-list does not let through: measured if it is content, counted by reason, and
/// forgotten. Nothing is allocated for an attribute whose name came before. One record at a time.
/// </summary>
internal sealed class Sieve(PrivacyRules rules) : IDisposable
{
    private readonly long[] _counts = new long[DropReasons.Count];
    private readonly UnlistedNames _names = new();
    private readonly ContentMeter _content = new(rules.Pseudonyms);
    private readonly ContentCollector? _collector = rules.Collector();
    private int _unlisted;
    private int _lastSlot = -1;

    /// <summary>Forgets everything; a request begins.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _names.Drain();
        Begin();
    }

    /// <summary>A resource or record begins; content of a deployment that is named may be kept.</summary>
    public void Begin(DeploymentId? deployment = null)
    {
        _collector?.Begin(deployment);
        _content.Clear();
        (_unlisted, _lastSlot) = (0, -1);
    }

    /// <summary>
    /// An attribute under a name that no table lists. Past the limit of a record it is only counted; listed names are
    /// not, so that no flood of others costs a measurement.
    /// </summary>
    public void Drop(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value)
    {
        if (_unlisted >= rules.Limits.Attributes)
        {
            Count(DropReason.ManyAttributes);
            return;
        }
        var (slot, side) = _names.Count(key);
        if (slot < 0 || slot != _lastSlot)
            _unlisted++;
        _lastSlot = slot;
        if (side is ContentSide.None)
            Count(DropReason.UnlistedName);
        else
            Count(DropContent(place, side, key, value));
    }

    /// <summary>Values under listed names that were not usable; of them, so many were too long.</summary>
    public void Drop(FieldSlots slots)
    {
        Count(DropReason.UnusableValue, slots.Dropped - slots.TooLong);
        Count(DropReason.LongValue, slots.TooLong);
    }

    /// <summary>The observation with the measure of its content, and the content where it is kept, sealed.</summary>
    public (Observation Observation, SealedContent? Content) Measure(Observation observation, Sender sender)
    {
        var measured = _content.Onto(observation);
        return _collector?.Seal(sender, observation) is { } content
            ? (measured with { ContentKept = true }, content)
            : (measured, null);
    }

    /// <summary>Hands over what was counted since the last time.</summary>
    public void DrainTo(MappedBatch batch, Sender sender)
    {
        var names = _names.Drain();
        if (!_counts.AsSpan().ContainsAnyExcept(0L))
            return;
        batch.Drops.Add(new SenderDrops(sender, [.. _counts], names));
        Array.Clear(_counts);
    }

    public void Dispose()
    {
        _content.Dispose();
        _collector?.Dispose();
    }

    /// <summary>It is measured, and gathered where it is kept; why it is not, else.</summary>
    private DropReason? DropContent(
        AttributePlace place, ContentSide side, ReadOnlySpan<byte> key, AttributeValue value)
    {
        if (place is not AttributePlace.Record || value.Type is not AttributeType.Text)
            return DropReason.Content;
        _content.Add(side, value.Text);
        if (_collector is not { IsOpen: true })
            return DropReason.Content;
        return _collector.Take(key, value.Text) ? null : DropReason.LargeContent;
    }

    private void Count(DropReason? reason, int by = 1)
    {
        if (reason is { } known)
            _counts[(int)known] += by;
    }
}
