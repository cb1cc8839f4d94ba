using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.Postgres;

namespace Governance.SystemTests.Store.Crash;

/// <summary>What somebody tried to append, and what they were told.</summary>
internal sealed record Attempt(AppendRequest Request, AppendResult? Accepted, Exception? Refused);

/// <summary>
/// Holds a ledger of attempts against the log that came of them. Whatever the interleaving was, the log itself is the
/// model: replayed in order it must explain every answer that was given.
/// </summary>
internal sealed class History
{
    private readonly ConcurrentBag<Attempt> _attempts = [];

    /// <summary>Answers that were given.</summary>
    public int Answers => _attempts.Count;

    /// <summary>Appends, and notes the answer; what fails for want of a database is noted as unanswered.</summary>
    public async Task TryAsync(EventStore store, AppendRequest request, CancellationToken ct)
    {
        try
        {
            _attempts.Add(new Attempt(request, await store.AppendAsync(request, ct), null));
        }
        catch (Exception error) when (
            error is ConcurrencyException or OperationCanceledException or StoreUnavailableException)
        {
            _attempts.Add(new Attempt(request, null, error));
        }
    }

    /// <summary>Fails unless the log explains every answer.</summary>
    public void ShouldBeExplainedBy(IReadOnlyList<RecordedEvent> log)
    {
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        log.Zip(log.Skip(1), (a, b) => a.At <= b.At).ShouldAllBe(inOrder => inOrder);
        var versions = log.GroupBy(e => e.StreamId).ToDictionary(
            stream => stream.Key, stream => stream.Select(e => e.Version).ToList(), StringComparer.Ordinal);
        foreach (var stream in versions.Values)
            stream.ShouldBe(Enumerable.Range(1, stream.Count).Select(n => (long)n));
        var placed = log.ToDictionary(e => e.Id);
        foreach (var attempt in _attempts)
            Explain(attempt, log, placed);
    }

    private static void Explain(
        Attempt attempt, IReadOnlyList<RecordedEvent> log, Dictionary<Guid, RecordedEvent> placed)
    {
        var found = Ids(attempt.Request).Where(placed.ContainsKey).Select(id => placed[id]).ToList();
        if (attempt.Accepted is { } accepted)
        {
            found.Select(e => e.Position).ShouldBe(
                Enumerable.Range(0, Ids(attempt.Request).Count()).Select(n => accepted.FirstPosition + n));
            found[^1].Position.ShouldBe(accepted.LastPosition);
            MeetsExpectations(attempt.Request, found, log);
        }
        else if (attempt.Refused is ConcurrencyException)
        {
            found.ShouldBeEmpty("a refused append leaves nothing");
        }
        else if (found.Count > 0)
        {
            // Not answered: it may have happened, but then all of it, in one piece, and as it was asked for.
            found.Count.ShouldBe(Ids(attempt.Request).Count());
            (found[^1].Position - found[0].Position).ShouldBe(found.Count - 1);
            MeetsExpectations(attempt.Request, found, log);
        }
    }

    private static void MeetsExpectations(
        AppendRequest request, List<RecordedEvent> found, IReadOnlyList<RecordedEvent> log)
    {
        var before = (int)found[0].Position - 1;
        foreach (var guard in request.Guards ?? [])
            VersionAt(log, before, guard.StreamId).ShouldBe(guard.Version, "a guard holds where its append lies");
        foreach (var stream in request.Streams)
        {
            if (stream.ExpectedVersion != ExpectedVersion.Any)
                VersionAt(log, before, stream.StreamId).ShouldBe(stream.ExpectedVersion);
        }
    }

    private static long VersionAt(IReadOnlyList<RecordedEvent> log, int count, string streamId)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            if (log[i].StreamId == streamId)
                return log[i].Version;
        }

        return 0;
    }

    private static IEnumerable<Guid> Ids(AppendRequest request) =>
        request.Streams.SelectMany(stream => stream.Events).Select(fact => fact.Id!.Value);
}
