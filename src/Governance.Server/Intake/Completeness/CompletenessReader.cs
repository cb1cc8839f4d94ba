using Governance.Domain;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Completeness;

/// <summary>The completeness of a deployment, for pages, exports and programs.</summary>
/// <param name="Sentence">Of the hours together: <c>held 10,398 of 10,412 (99.87 %), 14 unexplained</c>.</param>
/// <param name="Hours">Newest first; an hour that is left out is unknown.</param>
public sealed record CompletenessView(string Sentence, IReadOnlyList<HourBalance> Hours)
{
    internal static CompletenessView Of(IEnumerable<HourBalance> hours)
    {
        var newest = hours.OrderByDescending(hour => hour.Hour).ToList();
        return new CompletenessView(CompletenessText.Of(newest), newest);
    }
}

/// <summary>Reads it: the hours that are over from their stream, the running one from the ledger.</summary>
public sealed class CompletenessReader
{
    private readonly CompletenessLedger _ledger;
    private readonly EventStore _store;
    private readonly CompletenessSettings _settings;
    private readonly TimeProvider _clock;

    internal CompletenessReader(
        CompletenessLedger ledger, EventStore store, CompletenessSettings settings, TimeProvider clock) =>
        (_ledger, _store, _settings, _clock) = (ledger, store, settings, clock);

    private DateTimeOffset Through => _clock.GetUtcNow() - _settings.Delay;

    /// <summary>The latest hours of a deployment, the running one among them.</summary>
    public CompletenessView Latest(DeploymentId deployment, int hours)
    {
        var running = _ledger.StandingAt(Through).FirstOrDefault(one => one.Deployment == deployment);
        var known = (running?.Hours ?? []).UnionBy(_ledger.Of(deployment).Hours, hour => hour.Hour);
        return CompletenessView.Of(known.OrderByDescending(hour => hour.Hour).Take(hours));
    }

    /// <summary>One sentence of the latest hours of every deployment whose senders count.</summary>
    public IReadOnlyDictionary<DeploymentId, string> SentencesOf(int hours) => _ledger.StandingAt(Through)
        .ToDictionary(
            one => one.Deployment,
            one => CompletenessText.Of(
                [
                    .. one.Hours.UnionBy(one.Recorded.Hours, hour => hour.Hour)
                        .OrderByDescending(hour => hour.Hour)
                        .Take(hours),
                ]));

    /// <summary>The hours as they had been compared by a position of the log.</summary>
    public async Task<CompletenessView> AsOfAsync(DeploymentId deployment, long position, CancellationToken ct)
    {
        var folded = await _store.FoldAsync(CompletenessStreams.Completeness, deployment.Value, ct, position);
        return CompletenessView.Of(folded.State.Hours);
    }
}
