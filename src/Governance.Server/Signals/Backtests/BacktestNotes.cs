using Governance.Domain;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Backtests;

/// <summary>
/// Tells a detector that what it has on trial was tried on the past. Only a back-test that changed nothing else counts.
/// </summary>
internal sealed class BacktestNotes(PolicyBook policies, Transactor transactor)
{
    private static readonly Actor s_by = Actor.Part("backtest-worker");

    /// <summary>Notes each trial of an answer, once, however often it is answered.</summary>
    internal async Task NoteAsync(
        string id, BacktestRequest request, BacktestSummary summary, CancellationToken ct)
    {
        await NoteAsync(id, request, request.A, summary.A, ct);
        if (request.B is { } other && summary.B is { } outcome)
            await NoteAsync(id, request, other, outcome, ct);
    }

    private async Task NoteAsync(
        string id, BacktestRequest request, BacktestVariant variant, VariantOutcome outcome, CancellationToken ct)
    {
        if (variant.TrialOf is not { } signal || variant != new BacktestVariant { TrialOf = signal }
            || policies.Before(request.AsOf + 1).Trial(signal) is not { } trial)
        {
            return;
        }

        var note = new BackTestNote(
            id, trial.Digest, request.From, request.Until, outcome.Signals, outcome.Incidents);
        await transactor.TransactAsync(
            policies.StreamOf(signal), SignalWords.Of(signal), new NoteBackTest(note).Decide, s_by, ct: ct);
    }
}
