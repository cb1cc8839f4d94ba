using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Incidents.Severities;

namespace Governance.Server.Incidents.Room;

/// <summary>Impact, exposure and why it was no incident, as people say it.</summary>
internal static class HarmWords
{
    /// <summary>What was known, and which version of the policy judged it.</summary>
    internal static string Of(IncidentEvent.SeverityAssessed assessed)
    {
        var harm = assessed.Harm;
        string?[] words =
        [
            $"Impact: {(harm.Impact is { } impact ? Of(impact) : "not known, so the gravest")}",
            $"exposure: {(harm.Exposure is { } exposure ? Of(exposure) : "not known, so the widest")}",
            harm.IsOngoing ? "still going on" : null,
            harm.HitsVulnerable ? "a vulnerable group" : null,
            harm.SafeguardFailed ? "the safeguard failed" : null,
            harm.ShowsEvasion ? "signs of evasion" : null,
        ];
        return $"{string.Join("; ", words.OfType<string>())}. {assessed.Result.Word()} by the severity matrix, version "
            + $"{assessed.PolicyVersion}.";
    }

    internal static string Of(Impact impact) => impact switch
    {
        Impact.None => "none yet",
        Impact.Limited => "limited, can be undone",
        Impact.Significant => "significant harm, or a safeguard was passed",
        Impact.Serious => "serious harm, rights, or exfiltration",
        Impact.Catastrophic => "death or catastrophe",
        _ => throw new UnreachableException($"Unknown impact {impact}."),
    };

    internal static string Of(Exposure exposure) => exposure switch
    {
        Exposure.One => "one user, or a test",
        Exposure.Segment => "a segment of users",
        Exposure.Many => "many users",
        Exposure.Public => "the public, or it cannot be undone",
        _ => throw new UnreachableException($"Unknown exposure {exposure}."),
    };

    internal static string Of(DismissReason reason) => reason switch
    {
        DismissReason.FalseAlarm => "a false alarm",
        DismissReason.Benign => "it changed, and harms nobody",
        DismissReason.Expected => "it changed as it was meant to",
        DismissReason.Duplicate => "another incident is about the same",
        DismissReason.InsufficientInformation => "nobody can tell",
        _ => throw new UnreachableException($"Unknown reason {reason}."),
    };
}
