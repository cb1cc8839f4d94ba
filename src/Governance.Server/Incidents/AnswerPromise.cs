using Governance.Domain;

namespace Governance.Server.Incidents;

/// <summary>
/// How soon somebody looks at an incident, by severity. A promise to keep in sight, not a rule of the log.
/// </summary>
internal static class AnswerPromise
{
    /// <summary>Null where nothing is promised.</summary>
    internal static TimeSpan? Of(Severity severity) => severity switch
    {
        Severity.Sev1 => TimeSpan.FromMinutes(5),
        Severity.Sev2 => TimeSpan.FromMinutes(15),
        Severity.Sev3 => TimeSpan.FromHours(4),
        Severity.Sev4 => TimeSpan.FromDays(2),
        _ => null,
    };
}
