using Governance.Domain;
using Governance.Domain.Intake.Privacy;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Privacy;

/// <summary>Begins and destroys keys of pseudonyms: the fact first, then the file.</summary>
internal sealed class PseudonymActs(
    Transactor transactor, PseudonymFolder folder, PseudonymKeys keys, PrivacySettings settings, TimeProvider clock)
{
    private const string StreamId = "keys";

    private static readonly Actor s_schedule = Actor.Part("pseudonyms");

    private static readonly StreamOf<PseudonymHistory, PseudonymEvent> s_stream =
        new("pseudonym", PseudonymHistory.Initial, PseudonymHistory.Evolve);

    /// <summary>Every key that ever was.</summary>
    public async Task<PseudonymHistory> HistoryAsync(CancellationToken ct) =>
        (await transactor.ReadAsync(s_stream, StreamId, ct)).State;

    /// <summary>Pseudonyms are made under a new key from now on, within seconds on every node.</summary>
    public async Task<Outcome<PseudonymHistory>> RotateAsync(Actor by, string reason, CancellationToken ct)
    {
        var begun = 0;
        var outcome = await transactor.TransactAsync(
            s_stream,
            StreamId,
            (history, now) =>
            {
                begun = Math.Max(history.Latest, folder.Latest()) + 1;
                return new BeginPseudonymKey(begun, by, reason).Decide(history, now);
            },
            by,
            ct: ct);
        if (outcome.Refusal is null)
        {
            folder.Make(begun);
            keys.Refresh();
        }
        return outcome;
    }

    /// <summary>
    /// Folder and log tell one history, whichever of them came back from an old backup: a key that was destroyed is
    /// destroyed again, and where the latest one is missing another begins.
    /// </summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var history = await HistoryAsync(ct);
        if (history.Latest == 0 && folder.Living().Count == 0)
            folder.Make(1);
        foreach (var generation in folder.Living().Where(one => one > history.Latest))
            await RecordAsync(generation, generation == 1 ? "it is the first" : "the key was in the folder", ct);
        foreach (var gone in history.Generations.Where(one => one.DestroyedAt is not null))
            folder.Destroy(gone.Number);
        foreach (var gone in folder.Gone().Where(one => history.Find(one) is { DestroyedAt: null }))
            await DestroyAsync(gone, ct);
        if (folder.Latest() < (await HistoryAsync(ct)).Latest)
            await RotateAsync(s_schedule, "the latest key was not in the folder", ct);
        keys.Refresh();
    }

    /// <summary>Begins a key when the present one is old enough, and destroys those kept long enough.</summary>
    public async Task KeepScheduleAsync(CancellationToken ct)
    {
        await SettleAsync(ct);
        var now = clock.GetUtcNow();
        var history = await HistoryAsync(ct);
        if (history.Find(history.Latest)?.BegunAt.AddDays(settings.PseudonymKeyDays) <= now)
            await RotateAsync(s_schedule, $"a key is used for {settings.PseudonymKeyDays} days", ct);
        foreach (var old in history.Generations.Where(one => one.DestroyedAt is null && KeptUntil(history, one) <= now))
            await DestroyAsync(old.Number, ct);
    }

    /// <summary>When a key is destroyed; null while it is in use.</summary>
    public DateTimeOffset? KeptUntil(PseudonymHistory history, PseudonymGeneration generation) =>
        history.SupersededAt(generation.Number)?.AddDays(settings.PseudonymKeptDays);

    private Task RecordAsync(int generation, string reason, CancellationToken ct) => transactor.TransactAsync(
        s_stream,
        StreamId,
        (history, now) => new BeginPseudonymKey(generation, s_schedule, reason).Decide(history, now),
        s_schedule,
        ct: ct);

    private async Task DestroyAsync(int generation, CancellationToken ct)
    {
        var outcome = await transactor.TransactAsync(
            s_stream,
            StreamId,
            (history, now) => new DestroyPseudonymKey(generation, s_schedule).Decide(history, now),
            s_schedule,
            ct: ct);
        if (outcome.Refusal is null)
            folder.Destroy(generation);
    }
}
