using System.Diagnostics.Metrics;
using Governance.EventSourcing;

namespace Governance.Server.Audit.Signing;

/// <summary>What the log says about itself to whoever watches the server.</summary>
internal sealed class LogMetrics
{
    private readonly Counter<long> _verified;
    private readonly Counter<long> _damages;

    public LogMetrics(IMeterFactory meters, LogState state, EventStore store, TimeProvider clock)
    {
        var meter = meters.Create("Governance");
        meter.CreateObservableGauge("governance.log.signed", () => state.Signed?.Size ?? 0, "{event}",
            "Facts covered by the newest signed checkpoint.");
        meter.CreateObservableGauge("governance.log.unsigned",
            () => Math.Max(0, store.KnownPosition - (state.Signed?.Size ?? 0)), "{event}",
            "Facts stored but not yet signed.");
        meter.CreateObservableGauge("governance.log.damaged", () => state.Damage is null ? 0 : 1, "{log}",
            "1 while nothing is signed because the store contradicts the signed log.");
        meter.CreateObservableGauge("governance.log.sound_age",
            () => state.SoundAt is { } at
                ? [new((clock.GetUtcNow() - at).TotalSeconds)]
                : Array.Empty<Measurement<double>>(),
            "s", "Since every fact was last found as signed.");
        _verified = meter.CreateCounter<long>("governance.log.verified", "{event}", "Rows held against their leaves.");
        _damages = meter.CreateCounter<long>("governance.log.damages", "{damage}", "Times that signing stopped.");
    }

    public void Verified(long rows) => _verified.Add(rows);

    public void Damaged() => _damages.Add(1);
}
