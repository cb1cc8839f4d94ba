namespace Governance.EventSourcing.Appending;

/// <summary>Appends that pass the door together. Bounded by <see cref="AppendLimits"/>.</summary>
internal sealed class Batch
{
    private long _bytes;
    private int _guarded;

    public List<EncodedAppend> Appends { get; } = [];

    /// <summary>Events of all of them.</summary>
    public int Events { get; private set; }

    /// <summary>Whether one more can join; the first always can.</summary>
    public bool Fits(EncodedAppend next) => Appends.Count == 0
        || (!next.Alone && !Appends[0].Alone
            && Events + next.Events.Length <= AppendLimits.EventsPerBatch
            && _bytes + next.Bytes <= AppendLimits.BytesPerBatch
            && (!next.HasRowGuards || _guarded < AppendLimits.RowGuardedPerBatch));

    public void Add(EncodedAppend append)
    {
        Appends.Add(append);
        Events += append.Events.Length;
        _bytes += append.Bytes;
        _guarded += append.HasRowGuards ? 1 : 0;
    }
}
