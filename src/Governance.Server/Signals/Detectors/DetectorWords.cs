using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Signals;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;

namespace Governance.Server.Signals.Detectors;

/// <summary>How the health of detectors is said.</summary>
internal static class DetectorWords
{
    /// <summary>A member as addresses and files spell it.</summary>
    internal static string Word<T>(this T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();

    internal static string Of(DetectorVoice voice) => voice switch
    {
        DetectorVoice.Off => "off",
        DetectorVoice.NoInput => "no input",
        DetectorVoice.WarmingUp => "warming up",
        DetectorVoice.NeverFired => "never fired",
        DetectorVoice.Fired => "quiet now",
        DetectorVoice.Open => "episode open",
        _ => throw new UnreachableException($"Unknown state {voice}."),
    };

    /// <summary>Whether a deployment is judged: <c>warming up, 120 of 256</c>.</summary>
    internal static string Of(DetectorDeployment one) => one.Readiness switch
    {
        DeploymentReadiness.Off => "not judged: it is off",
        DeploymentReadiness.NotMeasurable => "not measurable",
        DeploymentReadiness.WarmingUp => $"warming up, {Number(one.Gathered)} of {Number(one.Required)}",
        _ => "watching",
    };

    internal static Tone ToneOf(EvidenceLabel label) => label switch
    {
        EvidenceLabel.Guaranteed or EvidenceLabel.Rule => Tone.Ok,
        EvidenceLabel.Calibrated => Tone.Low,
        _ => Tone.Medium,
    };

    internal static Tone ToneOf(DetectorVoice voice) => voice switch
    {
        DetectorVoice.Open => Tone.Critical,
        DetectorVoice.NoInput or DetectorVoice.Off => Tone.Medium,
        DetectorVoice.WarmingUp => Tone.Low,
        _ => Tone.Ok,
    };

    internal static DotFill FillOf(DetectorVoice voice) => voice switch
    {
        DetectorVoice.Open => DotFill.Full,
        DetectorVoice.WarmingUp => DotFill.Half,
        _ => DotFill.Ring,
    };

    internal static Tone ToneOf(DeploymentReadiness readiness) => readiness switch
    {
        DeploymentReadiness.NotMeasurable or DeploymentReadiness.Off => Tone.Medium,
        DeploymentReadiness.WarmingUp => Tone.Low,
        _ => Tone.Ok,
    };

    internal static string Precision(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0} %") : "not judged";

    /// <summary>False incidents a week; less than a thousandth is said so, never as 0.</summary>
    internal static string Budget(double perWeek) => perWeek switch
    {
        0 => "0",
        < 0.001 => "< 0.001",
        _ => perWeek.ToString("0.###", CultureInfo.InvariantCulture),
    };

    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
