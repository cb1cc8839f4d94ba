using System.Globalization;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Shell;

namespace Governance.Server.Oversight;

/// <summary>What the telemetry said of a halt.</summary>
public sealed record VerdictView(Tone Tone, string Title, string Detail)
{
    internal static VerdictView Of(HaltRow halt) => halt.Verdict switch
    {
        HaltEvent.HaltEffectObserved e => new VerdictView(
            Tone.Ok,
            $"Time to effect {Moment.Length(TimeSpan.FromMilliseconds(e.ElapsedMs))}",
            "Every sender that was serving has acknowledged and has begun nothing since."),
        HaltEvent.HaltEffectNotObserved { Finding: EffectFinding.StillServing } e => new VerdictView(
            Tone.Critical,
            "Still serving",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Instance {e.Instance} began at least {e.ActivityAfter} more. Stop it at its host.")),
        HaltEvent.HaltEffectNotObserved e => new VerdictView(
            Tone.Critical,
            "Nobody was seen to obey",
            e.Instance is null
                ? "No sender was heard after the order. Silence is not success."
                : $"Instance {e.Instance} was serving and has not been heard since. Silence is not success."),
        _ => new VerdictView(
            Tone.High,
            "Waiting for the telemetry",
            "Gateways are told halted already. The effect counts when every sender that was serving is seen to stop."),
    };
}
