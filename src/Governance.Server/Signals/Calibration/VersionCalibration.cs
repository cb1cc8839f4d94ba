using Governance.Detection.Calibration;
using Governance.Domain;

namespace Governance.Server.Signals.Calibration;

/// <summary>
/// How sure one version said it was, and how often it was right, over every answer of which both is known.
/// </summary>
/// <param name="Version">Whose answers.</param>
/// <param name="N">Answers with stated confidence and graded correctness.</param>
/// <param name="ExpectedCalibrationError">Over ten equal bins, 0..1; of few answers it is high by chance alone.</param>
/// <param name="BrierScore">Mean squared distance of confidence from correctness, 0..1.</param>
/// <param name="Bins">Bins with answers, ascending: the reliability diagram.</param>
public sealed record VersionCalibration(
    ModelVersion Version,
    long N,
    double ExpectedCalibrationError,
    double BrierScore,
    IReadOnlyList<ReliabilityBin> Bins);

/// <summary>The calibration of every version of a deployment.</summary>
/// <param name="Versions">Those of which something is known.</param>
/// <param name="Needs">What a sender would have to add; null when something was measured.</param>
public sealed record DeploymentCalibration(IReadOnlyList<VersionCalibration> Versions, string? Needs);
