using Governance.Server.Shell;

namespace Governance.Server.Demo;

/// <summary>The settings of a night that should not take all night: short windows and deadlines.</summary>
internal static class StageSettings
{
    /// <summary>How long a detection window is this night.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    internal static IEnumerable<string> Of(string folder, Uri pager, string secret) =>
    [
        $"--{RunningServer.FolderKey}={folder}",
        .. Doors.AnyPorts,
        "--Logging:LogLevel:Default=Warning",
        $"--Signals:WindowSeconds={Window.TotalSeconds}",
        "--Rollouts:RollbackEffectSeconds=30",
        "--Oversight:HaltEffectSeconds=8",
        "--Oversight:GraceSeconds=1",
        "--Audit:SweepSeconds=1",
        $"--OnCall:Secret={secret}",
        "--OnCall:Ladder:0:Recipient=officer-on-call",
        $"--OnCall:Ladder:0:Url={new Uri(pager, "/page/officer-on-call")}",
        "--OnCall:Ladder:0:WaitSeconds=300",
        "--OnCall:Ladder:1:Recipient=head-of-safety",
        $"--OnCall:Ladder:1:Url={new Uri(pager, "/page/head-of-safety")}",
        "--OnCall:Ladder:1:WaitSeconds=300",
    ];
}
