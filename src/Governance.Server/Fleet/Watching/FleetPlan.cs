using Governance.Domain.Signals;
using Governance.Server.Signals.Conditions;

namespace Governance.Server.Fleet.Watching;

/// <summary>What has to be said so that the log says what holds.</summary>
/// <param name="Raise">Conditions that hold and are not open.</param>
/// <param name="Clear">Conditions that are open and do not hold.</param>
internal sealed record FleetPlan(IReadOnlyList<Holding> Raise, IReadOnlyList<Ending> Clear)
{
    internal static FleetPlan Of(
        IReadOnlyList<HeardDeployment> deployments, IReadOnlyList<Condition> open, DateTimeOffset now)
    {
        var holding = deployments.SelectMany(one => FleetRules.Judge(one, now)).ToList();
        var holds = holding.Select(one => one.Condition.Fingerprint).ToHashSet();
        var isOpen = open.Select(condition => condition.Fingerprint).ToHashSet();
        var heard = deployments.ToDictionary(one => one.Id);
        return new FleetPlan(
            [.. holding.Where(one => !isOpen.Contains(one.Condition.Fingerprint))],
            [
                .. open.Where(condition => !holds.Contains(condition.Fingerprint))
                    .Where(condition => heard.ContainsKey(condition.Deployment))
                    .Select(condition => Ending.Of(condition, heard[condition.Deployment])),
            ]);
    }
}

/// <summary>A condition that is over.</summary>
internal sealed record Ending(Condition Condition, string Reason, SignalSource Source)
{
    internal static Ending Of(Condition condition, HeardDeployment one) =>
        new(condition, ReasonOf(condition.Kind, one), one.Over);

    private static string ReasonOf(SignalKind kind, HeardDeployment one) => kind switch
    {
        SignalKind.SenderSilent when one.IsHalted => "It is halted: silence is what was ordered.",
        SignalKind.SenderSilent when one.State.Registration?.HeartbeatSeconds is null => "No heartbeat is expected.",
        SignalKind.SenderSilent => "It was heard again.",
        SignalKind.UnregisteredDeployment => "Somebody answers for it, or it streams no more.",
        SignalKind.UnannouncedVersion => "It was registered, or has not been seen for an hour.",
        _ => "It has not been seen for an hour.",
    };
}
