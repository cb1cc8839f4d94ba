using Governance.Domain.Access;
using static Governance.Server.Access.Permission;

namespace Governance.Server.Access;

/// <summary>Who may do what. People's rights are rows of this table, never an <c>if</c> in an endpoint.</summary>
public static class RolePermissions
{
    private static readonly Dictionary<Role, HashSet<Permission>> s_table = new()
    {
        [Role.SafetyOfficer] =
        [
            Read, Export, HandleIncident, LowerSeverity, ClassifyIncident, ApproveReport, Silence, HoldRollout,
            RollBack, Halt, ReEnable, EditDetection, Operate, RevealContent,
        ],
        [Role.ReleaseManager] =
        [
            Read, Export, HandleIncident, ProposeRollout, ApproveRollout, HoldRollout, RollBack, Halt, ReEnable,
        ],
        [Role.ModelOwner] = [Read, Export, HandleIncident, ProposeRollout, HoldRollout, RollBack, Halt],
        [Role.Auditor] = [Read, Export, CloseFinding],
        [Role.Administrator] = [Read, Operate, ManageAccess, KeepPrivacy],
        [Role.Model] = [SendBehaviour],
        [Role.Gateway] = [AskDecision, SendBehaviour],
    };

    /// <summary>True when <paramref name="role"/> holds <paramref name="permission"/>.</summary>
    public static bool Allows(this Role role, Permission permission) => s_table[role].Contains(permission);

    /// <summary>The roles that hold <paramref name="permission"/>, as a disabled action names them.</summary>
    public static IEnumerable<Role> Holding(Permission permission) =>
        Enum.GetValues<Role>().Where(role => role.Allows(permission));
}
