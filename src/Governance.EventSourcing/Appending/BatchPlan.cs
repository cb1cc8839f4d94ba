namespace Governance.EventSourcing.Appending;

/// <summary>An append with its place: positions follow on from the first; one version per event.</summary>
internal sealed record PlacedAppend(EncodedAppend Append, long FirstPosition, long[] Versions)
{
    public long LastPosition => FirstPosition + Versions.Length - 1;
}

/// <summary>An event id that is in the log already.</summary>
internal sealed record StoredEvent(Guid Id, string StreamId, long Position, DateTimeOffset At);

/// <summary>
/// What one batch will write: appends judged one after the other against the stream versions, each seeing those before
/// it. Who fails drops out with its own verdict. Verdicts are told only after the commit that makes them true.
/// </summary>
internal sealed class BatchPlan(Head entered, StreamHeads heads, IReadOnlyDictionary<Guid, StoredEvent> present)
{
    private readonly Dictionary<Guid, StoredEvent> _placedIds = [];
    private readonly List<(EncodedAppend Append, AppendResult? Result, Exception? Error)> _verdicts = [];
    private long _next = entered.Position + 1;

    public Head Entered { get; private set; } = entered;

    public List<PlacedAppend> Placed { get; } = [];

    /// <summary>Streams that the batch moves, with their type and new head.</summary>
    public Dictionary<string, (string? Type, StreamHead Head)> Moved { get; } = new(StringComparer.Ordinal);

    public long LastPosition => _next - 1;

    public int Events => (int)(LastPosition - Entered.Position);

    /// <summary>The plan as if the batch were written at a time known only now.</summary>
    public void WrittenAt(DateTimeOffset at) => Entered = Entered with { At = at };

    /// <summary>Gives every append its place, or its verdict.</summary>
    public void Judge(IReadOnlyList<EncodedAppend> appends, IReadOnlyDictionary<EncodedAppend, Exception> failed)
    {
        foreach (var append in appends)
        {
            if (failed.TryGetValue(append, out var verdict))
                Refuse(append, verdict);
            else if (!(append.MayRepeat && FindRepeated(append)) && FindConflict(append) is not true)
                Place(append);
        }
    }

    public void TellVerdicts()
    {
        foreach (var placed in Placed)
        {
            placed.Append.Complete(
                new AppendResult(placed.FirstPosition, placed.LastPosition, Entered.At, AlreadyAppended: false));
        }

        foreach (var (append, result, error) in _verdicts)
        {
            if (result is not null)
                append.Complete(result);
            else
                append.Fail(error!);
        }
    }

    private bool FindConflict(EncodedAppend append)
    {
        foreach (var guard in append.Request.Guards ?? [])
        {
            if (HeadOf(guard.StreamId).Version != guard.Version)
                return Conflict(append, guard.StreamId, guard.Version);
        }

        return false;
    }

    private void Place(EncodedAppend append)
    {
        var streams = append.Request.Streams;
        // Only an append that names a stream twice must see what it has itself moved.
        var own = streams.Count > 1 ? new Dictionary<string, StreamHead>(StringComparer.Ordinal) : null;
        var (versions, index) = (new long[append.Events.Length], 0);
        foreach (var stream in streams)
        {
            var head = own is not null && own.TryGetValue(stream.StreamId, out var moved)
                ? moved
                : HeadOf(stream.StreamId);
            if (stream.ExpectedVersion != ExpectedVersion.Any && stream.ExpectedVersion != head.Version)
            {
                Conflict(append, stream.StreamId, stream.ExpectedVersion);
                return;
            }

            for (var i = 0; i < stream.Events.Count; i++)
            {
                if (head.Archived)
                {
                    Refuse(append, new StreamArchivedException(stream.StreamId, stream.ExpectedVersion, head.Version));
                    return;
                }

                head = head.After(append.Events[index]);
                versions[index++] = head.Version;
            }

            own?[stream.StreamId] = head;
        }

        Accept(new PlacedAppend(append, _next, versions));
    }

    private void Accept(PlacedAppend placed)
    {
        Placed.Add(placed);
        _next = placed.LastPosition + 1;
        var index = 0;
        foreach (var stream in placed.Append.Request.Streams)
        {
            index += stream.Events.Count;
            if (stream.Events.Count == 0)
                continue;
            var type = stream.StreamType ?? Moved.GetValueOrDefault(stream.StreamId).Type;
            var before = new StreamHead(placed.Versions[index - 1] - 1, Archived: false);
            Moved[stream.StreamId] = (type, before.After(placed.Append.Events[index - 1]));
        }

        if (!placed.Append.GivenIds)
            return;
        for (var i = 0; i < placed.Versions.Length; i++)
        {
            var written = placed.Append.Events[i];
            if (written.IdGiven)
            {
                _placedIds[written.Id] =
                    new StoredEvent(written.Id, written.StreamId, placed.FirstPosition + i, Entered.At);
            }
        }
    }

    private bool FindRepeated(EncodedAppend append)
    {
        var found = Array.ConvertAll(append.Events, one => Find(one.Id) is { } stored && stored.StreamId == one.StreamId
            ? stored
            : null);
        if (Array.TrueForAll(found, stored => stored is not null))
        {
            var (first, last) = (found.Min(stored => stored!.Position), found.Max(stored => stored!.Position));
            _verdicts.Add((append, new AppendResult(first, last, found[^1]!.At, append.GivenIds), null));
            return true;
        }

        if (Array.Find(append.Events, one => Find(one.Id) is not null) is not { } taken)
            return false;
        Refuse(append, new EventIdTakenException(taken.Id));
        return true;
    }

    private StoredEvent? Find(Guid id) =>
        present.TryGetValue(id, out var stored) || _placedIds.TryGetValue(id, out stored) ? stored : null;

    private bool Conflict(EncodedAppend append, string streamId, long expected)
    {
        Refuse(append, new StreamConflictException(streamId, expected, HeadOf(streamId).Version));
        return true;
    }

    private void Refuse(EncodedAppend append, Exception verdict) => _verdicts.Add((append, null, verdict));

    private StreamHead HeadOf(string streamId) =>
        Moved.TryGetValue(streamId, out var moved) ? moved.Head : heads.Of(streamId);
}
