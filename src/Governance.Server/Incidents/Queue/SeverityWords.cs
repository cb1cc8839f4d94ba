using Governance.Domain;

namespace Governance.Server.Incidents.Queue;

/// <summary>Severities as people and programs write them: <c>critical</c>, <c>sev1</c> or <c>1</c>.</summary>
internal static class SeverityWords
{
    internal static bool TryParse(string? text, out Severity severity)
    {
        var lower = text?.ToLowerInvariant();
        foreach (var candidate in Enum.GetValues<Severity>())
        {
            if (lower == candidate.Word() || lower == $"sev{(int)candidate}" || lower == $"{(int)candidate}")
            {
                severity = candidate;
                return true;
            }
        }

        severity = default;
        return false;
    }
}
