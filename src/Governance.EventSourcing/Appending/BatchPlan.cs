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
internal sealed class BatchPlan(Head entered, StreamHeads heads)
{
    private readonly Dictionary<Guid, StoredEvent> _present = [];
    private readonly List<Action> _verdicts = [];
    private long _next = entered.Position + 1;

    public Head Entered { get; } = entered;

    public List<PlacedAppend> Placed { get; } = [];

    /// <summary>Streams that the batch moves, with their type and new head.</summary>
    public Dictionary<string, (string? Type, StreamHead Head)> Moved { get; } = new(StringComparer.Ordinal);

    public long LastPosition => _next - 1;

    public void AddPresent(StoredEvent stored) => _present[stored.Id] = stored;

    /// <summary>The place the append would get, or null when it has its verdict already.</summary>
    public PlacedAppend? Judge(EncodedAppend append)
    {
        if (append.MayRepeat && FindRepeated(append))
            return null;
        foreach (var guard in append.Request.Guards ?? [])
        {
            if (HeadOf(guard.StreamId).Version != guard.Version)
                return Conflict(append, guard.StreamId, guard.Version);
        }

        return Place(append);
    }

    /// <summary>Gives the place away.</summary>
    public void Accept(PlacedAppend placed)
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
            var head = new StreamHead(placed.Versions[index - 1] - 1, Archived: false);
            Moved[stream.StreamId] = (type, head.After(placed.Append.Events[index - 1]));
        }

        for (var i = 0; i < placed.Versions.Length; i++)
        {
            var written = placed.Append.Events[i];
            if (written.IdGiven)
                AddPresent(new StoredEvent(written.Id, written.StreamId, placed.FirstPosition + i, Entered.At));
        }

        Say(() => placed.Append.Complete(
            new AppendResult(placed.FirstPosition, placed.LastPosition, Entered.At, AlreadyAppended: false)));
    }

    public void Refuse(EncodedAppend append, Exception verdict) => Say(() => append.Fail(verdict));

    public void TellVerdicts()
    {
        foreach (var verdict in _verdicts)
            verdict();
    }

    private PlacedAppend? Place(EncodedAppend append)
    {
        var local = new Dictionary<string, StreamHead>(StringComparer.Ordinal);
        var versions = new long[append.Events.Length];
        var index = 0;
        foreach (var stream in append.Request.Streams)
        {
            var head = local.TryGetValue(stream.StreamId, out var moved) ? moved : HeadOf(stream.StreamId);
            if (stream.ExpectedVersion != ExpectedVersion.Any && stream.ExpectedVersion != head.Version)
                return Conflict(append, stream.StreamId, stream.ExpectedVersion);
            for (var i = 0; i < stream.Events.Count; i++)
            {
                if (head.Archived)
                {
                    Refuse(append, new StreamArchivedException(stream.StreamId, stream.ExpectedVersion, head.Version));
                    return null;
                }

                head = head.After(append.Events[index]);
                versions[index++] = head.Version;
            }

            local[stream.StreamId] = head;
        }

        return new PlacedAppend(append, _next, versions);
    }

    private bool FindRepeated(EncodedAppend append)
    {
        var found = append.Events
            .Select(e => _present.TryGetValue(e.Id, out var stored) && stored.StreamId == e.StreamId ? stored : null)
            .ToList();
        if (found.TrueForAll(stored => stored is not null))
        {
            var (first, last) = (found.Min(stored => stored!.Position), found.Max(stored => stored!.Position));
            Say(() => append.Complete(new AppendResult(first, last, found[^1]!.At, append.GivenIds)));
            return true;
        }

        if (append.Events.FirstOrDefault(e => _present.ContainsKey(e.Id)) is not { } taken)
            return false;
        Refuse(append, new EventIdTakenException(taken.Id));
        return true;
    }

    private PlacedAppend? Conflict(EncodedAppend append, string streamId, long expected)
    {
        Refuse(append, new StreamConflictException(streamId, expected, HeadOf(streamId).Version));
        return null;
    }

    private StreamHead HeadOf(string streamId) =>
        Moved.TryGetValue(streamId, out var moved) ? moved.Head : heads.Of(streamId);

    private void Say(Action verdict) => _verdicts.Add(verdict);
}
