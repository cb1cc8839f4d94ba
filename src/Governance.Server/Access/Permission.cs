namespace Governance.Server.Access;

/// <summary>
/// What an endpoint asks of its caller. One name per act, never per page or role; who holds it is
/// <see cref="RolePermissions"/>. Second persons, vetoes and other rules over state are decided in the domain.
/// </summary>
public enum Permission
{
    /// <summary>Read pages, projections and the log: everything but content.</summary>
    Read,

    /// <summary>Take a bundle of the log or a list away as a file. The taking itself is a fact.</summary>
    Export,

    /// <summary>Declare, acknowledge, comment on and resolve an incident, take it over, raise its severity.</summary>
    HandleIncident,

    /// <summary>Lower an incident's severity or dismiss it.</summary>
    LowerSeverity,

    /// <summary>
    /// Say what an incident is before the law, correct awareness, ask to set a clock aside or agree to it.
    /// </summary>
    ClassifyIncident,

    /// <summary>Stand by a report to an authority. The domain refuses whoever drafted it.</summary>
    ApproveReport,

    /// <summary>Silence a signal for a while.</summary>
    Silence,

    /// <summary>Register a model version, propose a rollout.</summary>
    ProposeRollout,

    /// <summary>Approve a stage and let it advance. The domain refuses whoever proposed it.</summary>
    ApproveRollout,

    /// <summary>Hold a rollout, or veto its next stage.</summary>
    HoldRollout,

    /// <summary>Roll a deployment back to its stable version.</summary>
    RollBack,

    /// <summary>Halt a rollout or deployment. One person is enough.</summary>
    Halt,

    /// <summary>Ask for, or second, serving again after a halt. The domain wants two people.</summary>
    ReEnable,

    /// <summary>Change detectors, ladders and schedules.</summary>
    EditDetection,

    /// <summary>Close an audit finding.</summary>
    CloseFinding,

    /// <summary>Operate the server: replay dead letters, rebuild projections.</summary>
    Operate,

    /// <summary>Invite people, grant roles, issue and revoke keys.</summary>
    ManageAccess,

    /// <summary>Begin a new key of pseudonyms, allow and end the keeping of content, erase a person's.</summary>
    KeepPrivacy,

    /// <summary>Read the content of one observation, where it is kept. Every reading is a fact.</summary>
    RevealContent,

    /// <summary>Send observations. Held by keys of models.</summary>
    SendBehaviour,

    /// <summary>Ask which version to serve and acknowledge halts. Held by keys of gateways.</summary>
    AskDecision,
}
