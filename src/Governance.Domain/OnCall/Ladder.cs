using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>What a step of a ladder names.</summary>
public enum StepKind
{
    /// <summary>A recipient whose address the configuration holds: a role's webhook, a mailbox, a service.</summary>
    Address,

    /// <summary>One person, by the ways they chose.</summary>
    Person,

    /// <summary>Whoever is on call by a schedule at that moment.</summary>
    Schedule,

    /// <summary>Everybody who holds a role.</summary>
    Role,

    /// <summary>Nobody: time passes.</summary>
    Wait,
}

/// <summary>Whom to page, how, and how long to wait for an acknowledgement before the next step.</summary>
/// <param name="Recipient">
/// A duty, e.g. <c>safety-officer</c>, or by the kind the id of a person or schedule, or a role; never a person's name.
/// </param>
/// <param name="Channel">How, e.g. <c>webhook</c>; empty where the people's own choice says it.</param>
/// <param name="WaitSeconds">From the request of the page to the next step.</param>
public sealed record LadderStep(string Recipient, string Channel, int WaitSeconds)
{
    /// <summary>What <see cref="Recipient"/> names.</summary>
    public StepKind Kind { get; init; }

    /// <summary>Outside these hours the step is passed over; null means always.</summary>
    public BusinessHours? OnlyIn { get; init; }

    /// <summary>How long it waits for somebody to be on call, where nobody is; null passes the step over.</summary>
    public int? HoldSecondsMax { get; init; }
}

/// <summary>
/// An escalation policy as it is now. A ladder without steps pages nobody and is therefore exhausted at once.
/// </summary>
/// <param name="Digest">SHA-256 over all of the policy, also over what is not written into the log.</param>
/// <param name="Rounds">How often it is climbed; at least 1.</param>
public sealed record Ladder(string Digest, IReadOnlyList<LadderStep> Steps, int Rounds)
{
    /// <summary>More steps than anyone could be awake for.</summary>
    public const int StepsMax = 20;

    /// <summary>More rounds would be noise, not paging.</summary>
    public const int RoundsMax = 10;

    /// <summary>Its id; <c>configuration</c> where it was not defined in the console.</summary>
    public string Policy { get; init; } = "configuration";

    /// <summary>Counted from 1 over its definitions; 0 for the configuration's.</summary>
    public int Version { get; init; }

    /// <summary>Critical, high and medium wake somebody; low and info wait for the working day.</summary>
    public static bool Pages(Severity severity) => !Severity.Sev3.IsWorseThan(severity);

    /// <summary>Critical and high go by the ways that people keep for what is important.</summary>
    public static bool Important(Severity severity) => severity.IsWorseThan(Severity.Sev3);
}

/// <summary>
/// The name of a page: the same incident, step, recipient, way and round is the same page, whatever happens.
/// </summary>
public static class PageKey
{
    /// <summary>
    /// E.g. <c>page/7f3a/2/1/safety-officer</c>: incident, round, step, recipient (escaped for a header), and behind it
    /// <c>/2</c> where it is the second way to the same recipient.
    /// </summary>
    public static string Of(IncidentId incident, int step, string recipient, int round, int way = 1) =>
        FormattableString.Invariant($"page/{incident.Value}/{round}/{step}/{Uri.EscapeDataString(recipient)}")
        + (way > 1 ? FormattableString.Invariant($"/{way}") : "");

    /// <summary>The incident that a page is about; null when it is no page's key.</summary>
    public static IncidentId? IncidentOf(string key) =>
        key.Split('/') is ["page", { Length: > 0 } incident, _, _, _, ..] ? new IncidentId(incident) : null;
}
