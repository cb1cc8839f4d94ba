namespace Governance.Domain.OnCall;

/// <summary>Whom to page, how, and how long to wait for an acknowledgement before the next step.</summary>
/// <param name="Recipient">A role or duty, e.g. <c>safety-officer</c>; never a person's name.</param>
/// <param name="Channel">How, e.g. <c>webhook</c>.</param>
/// <param name="WaitSeconds">From the request of the page to the next step.</param>
public sealed record LadderStep(string Recipient, string Channel, int WaitSeconds);

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

    /// <summary>Critical, high and medium wake somebody; low and info wait for the working day.</summary>
    public static bool Pages(Severity severity) => !Severity.Sev3.IsWorseThan(severity);
}

/// <summary>
/// The name of a page: the same incident, step, recipient and round is the same page, whatever happens.
/// </summary>
public static class PageKey
{
    /// <summary>
    /// E.g. <c>page/7f3a/2/1/safety-officer</c>: incident, round, step, recipient (escaped for a header).
    /// </summary>
    public static string Of(IncidentId incident, int step, string recipient, int round) =>
        FormattableString.Invariant($"page/{incident.Value}/{round}/{step}/{Uri.EscapeDataString(recipient)}");
}
