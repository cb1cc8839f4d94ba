using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Server.Pipeline;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// What happens when the store contradicts the signed log: signing stops at once, for good and on every later start,
/// and a fact says so, on which others page. Nothing else stops.
/// </summary>
internal sealed class Damages(
    LogState state, LogCopy copy, Transactor transactor, LogMetrics metrics, ILogger<Damages> log)
{
    /// <summary>The stream of what happened to the log itself.</summary>
    public static StreamOf<LogKeeping, AuditEvent> Stream { get; } =
        new("audit", LogKeeping.Initial, LogKeeping.Evolve);

    /// <summary>The one stream's opaque part.</summary>
    public const string StreamId = "log";

    private static readonly Actor s_actor = Actor.Part("self-audit");

    private bool _reported;

    /// <summary>Brings back what stopped signing before this process started.</summary>
    public void Recall()
    {
        if (copy.Damage is { } damage)
            state.Break(damage);
    }

    /// <summary>Stops signing.</summary>
    public void Stop(LogDamage damage)
    {
        if (state.Damage is not null)
            return;
        copy.WriteDamage(damage);
        state.Break(damage);
        metrics.Damaged();
        log.LogCritical("The log is damaged at position {Position}: {Code} {Detail} Nothing is signed any more.",
            damage.Position, damage.Code, damage.Detail);
    }

    /// <summary>Sees to it that the log says so itself; may be asked again until it succeeds.</summary>
    public async Task ReportAsync(CancellationToken ct)
    {
        if (_reported || state.Damage is not { } damage)
            return;
        var report = new ReportDamage(damage.Position, damage.Code, damage.Detail, state.Signed?.Size ?? 0);
        await transactor.TransactAsync(Stream, StreamId, (keeping, _) => report.Decide(keeping), s_actor, ct: ct);
        _reported = true;
    }

    /// <summary>Signing goes on; <see cref="ResumeSigning"/> has decided that it may.</summary>
    public void Mend()
    {
        copy.WriteDamage(null);
        _reported = false;
        state.Mend();
    }
}
