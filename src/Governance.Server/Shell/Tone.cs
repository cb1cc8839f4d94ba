using Governance.Domain;

namespace Governance.Server.Shell;

/// <summary>A colour with a meaning. Never the only carrier of it: a shape or word stands beside.</summary>
public enum Tone
{
    /// <summary>Nothing to say.</summary>
    Info,

    /// <summary>Progress, attention without hurry.</summary>
    Low,

    /// <summary>Waits for somebody.</summary>
    Medium,

    /// <summary>Needs somebody soon.</summary>
    High,

    /// <summary>Needs somebody now.</summary>
    Critical,

    /// <summary>Live and healthy, nothing else.</summary>
    Ok,
}

/// <summary>How a tone is written in a class attribute.</summary>
public static class Tones
{
    /// <summary>The class name: <c>critical</c>, <c>high</c>, …</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Info => "info",
        Tone.Low => "low",
        Tone.Medium => "medium",
        Tone.High => "high",
        Tone.Critical => "critical",
        Tone.Ok => "ok",
        _ => throw new System.Diagnostics.UnreachableException($"Unknown tone {tone}."),
    };

    /// <summary>The tone of a severity.</summary>
    public static Tone AsTone(this Severity severity) => severity switch
    {
        Severity.Sev1 => Tone.Critical,
        Severity.Sev2 => Tone.High,
        Severity.Sev3 => Tone.Medium,
        Severity.Sev4 => Tone.Low,
        Severity.Sev5 => Tone.Info,
        _ => throw new System.Diagnostics.UnreachableException($"Unknown severity {severity}."),
    };
}
