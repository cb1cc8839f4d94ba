using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.EventSourcing.Projections;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Postgres.Leasing;
using Npgsql;

namespace Governance.Server.Pipeline;

/// <summary>
/// Gives one reaction its facts. Facts of one key in order, keys side by side; the checkpoint moves when a page is
/// done, so a crash means that facts are seen again, and derived ids make that harmless. A fact that cannot be
/// handled parks its key in the dead letters, and the other keys go on. An event type that this binary does not
/// know ends the run.
/// </summary>
internal sealed class ReactionRunner(
    IReaction reaction,
    EventStore store,
    NpgsqlDataSource database,
    DeadLetters letters,
    Transactor transactor,
    TimeProvider clock,
    ILogger log)
{
    /// <summary>Facts between two checkpoints: what is seen again after a crash.</summary>
    private const int PageSize = 200;

    /// <summary>Keys handled at one time; each handling holds at most one append.</summary>
    private const int MaxConcurrentKeys = 4;

    /// <summary>A checkpoint is also moved when nothing was of interest for this many positions.</summary>
    private const int MaxUnsavedPositions = 1_000;

    /// <summary>How often a parked key is looked at for a human's wish to try again.</summary>
    private static readonly TimeSpan s_replayEvery = TimeSpan.FromSeconds(5);

    private readonly Checkpoints _checkpoints = new(database);
    private readonly string _source = $"reaction:{reaction.Name}";
    private readonly ListenedTypes _listens = new(reaction.ListensTo);

    // Bounded by the keys that wait for a human.
    private readonly ConcurrentDictionary<string, bool> _parked = new(StringComparer.Ordinal);

    private long _saved;
    private Lease? _lease;

    public string Name => reaction.Name;

    public ProgressMark Progress { get; } = new();

    public int ParkedKeys => _parked.Count;

    /// <summary>The event that this binary does not know, or null while it runs.</summary>
    public Fact? StoppedAt { get; private set; }

    /// <summary>This node has the duty.</summary>
    public bool Runs { get; private set; }

    /// <summary>Runs until stopped, or until an event type that this binary does not know.</summary>
    public async Task RunAsync(Lease lease, CancellationToken ct)
    {
        _lease = lease;
        Runs = true;
        try
        {
            await FollowAsync(ct);
        }
        finally
        {
            Runs = false;
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        StoppedAt = null;
        while (StoppedAt is null)
        {
            try
            {
                await ResumeAsync(ct);
                while (StoppedAt is null)
                    await StepAsync(ct);
            }
            catch (UnreadableEventException ahead) when (!ahead.Known)
            {
                Stop(EventTypes.Decode(ahead.Recorded));
            }
            catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                log.LogWarning(error, "Reaction {Reaction} starts again from its checkpoint.", Name);
                await Task.Delay(ErrorPolicy.UnavailablePause, clock, ct);
            }
        }
    }

    private async Task ResumeAsync(CancellationToken ct)
    {
        _saved = await _checkpoints.ReadAsync(Name, ct);
        Progress.Set(_saved);
        await LoadParkedAsync(ct);
    }

    private async Task StepAsync(CancellationToken ct)
    {
        var from = Math.Max(_saved, Progress.Position);
        if (!await MovedPastAsync(from, ct))
        {
            await ReplayAsync(ct);
            return;
        }

        var page = await store.ReadPageAsync(from, PageSize, null, _listens.WithoutBehaviour, ct);
        var facts = page.Events.Select(EventTypes.Decode).ToList();
        var readable = facts.TakeWhile(fact => fact.Event is not Unreadable { Known: false }).ToList();
        var wanted = readable.Where(fact => _listens.Wants(fact.Recorded.Type)).ToList();
        await Parallel.ForEachAsync(
            wanted.GroupBy(reaction.KeyOf, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentKeys, CancellationToken = ct },
            async (line, stop) => await HandleLineAsync(line, stop));
        var unknown = readable.Count < facts.Count ? facts[readable.Count] : null;
        var through = unknown is null ? page.Through : unknown.Position - 1;
        if (wanted.Count > 0 || through - _saved >= MaxUnsavedPositions)
            await SaveAsync(through, ct);
        Progress.Set(through);
        if (unknown is not null)
            Stop(unknown);
    }

    private async Task<bool> MovedPastAsync(long position, CancellationToken ct)
    {
        if (_parked.IsEmpty)
        {
            await store.WaitForPastAsync(position, ct);
            return true;
        }

        using var timeout = new CancellationTokenSource(s_replayEvery, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await store.WaitForPastAsync(position, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task HandleLineAsync(IGrouping<string, Fact> line, CancellationToken ct)
    {
        foreach (var fact in line)
        {
            var failed = _parked.ContainsKey(line.Key)
                ? new Failure("It waits behind an earlier fact of its key.", 0)
                : await TryHandleAsync(fact, ct);
            if (failed is null)
                continue;
            await letters.AddAsync(
                _source, $"{fact.Position}", line.Key, fact.Position, failed.Error, ct, failed.Tries);
            _parked[line.Key] = true;
        }
    }

    private async Task<Failure?> TryHandleAsync(Fact fact, CancellationToken ct)
    {
        if (fact.Event is Unreadable unreadable)
            return new Failure(unreadable.Why, 1);
        var tries = 0;
        var error = await reaction.Errors.RunAsync(
            stop =>
            {
                tries++;
                return reaction.ReactAsync(
                    fact, Reacting.To(transactor, Name, fact, reaction.MayEmit, _lease!, stop)).AsTask();
            },
            fact.Position,
            clock,
            ct);
        if (error is RowGuardFailedException lost)
            throw lost; // Another node reacts by now; the fact is not at fault.
        if (error is UnreadableEventException { Known: false } ahead)
            throw ahead; // A stream that it decides on is ahead of this binary; a newer one will decide.
        if (error is not null)
            log.LogError(error, "Reaction {Reaction} parks {Key} at {Position}.", Name, fact.StreamId, fact.Position);
        return error is null ? null : new Failure(error.Message, tries);
    }

    private async Task SaveAsync(long through, CancellationToken ct)
    {
        if (through <= _saved)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await Checkpoints.TryMoveAsync(connection, Name, _saved, through, ct))
            throw new InvalidOperationException($"Somebody else moved the checkpoint of {Name} past {_saved}.");
        _saved = through;
    }

    private void Stop(Fact unknown)
    {
        log.LogCritical(
            "Reaction {Reaction} stops before {Position}: {Type} is unknown to this version.",
            Name, unknown.Position, unknown.Recorded.Type);
        StoppedAt = unknown;
    }

    private async Task ReplayAsync(CancellationToken ct)
    {
        foreach (var line in (await letters.ListReplayableAsync(_source, ct)).GroupBy(letter => letter.Key))
        {
            foreach (var letter in line)
            {
                var page = await store.ReadPageAsync(letter.Position!.Value - 1, 1, null, false, ct);
                if (await TryHandleAsync(EventTypes.Decode(page.Events[0]), ct) is { } failed)
                {
                    await letters.KeepAsync(letter.Id, failed.Error, ct);
                    break;
                }

                await letters.RemoveAsync(letter.Id, ct);
            }
        }

        await LoadParkedAsync(ct);
    }

    private async Task LoadParkedAsync(CancellationToken ct)
    {
        _parked.Clear();
        foreach (var key in await letters.ListKeysAsync(_source, ct))
            _parked[key] = true;
    }

    private sealed record Failure(string Error, int Tries);
}
