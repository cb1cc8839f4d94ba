namespace Governance.Detection.Iid;

/// <summary>What one point came to, every number by its name.</summary>
/// <param name="Alert">The p-value is at most 1 − confidence / 100, and the history is full.</param>
/// <param name="RawScore">The value itself, or how far it lies from its forecast.</param>
/// <param name="PValue">Of the raw score among those before; two-sided when both sides count.</param>
/// <param name="Expected">What was expected in place of the value; NaN while nothing is known.</param>
/// <param name="Lower">Lower end of what would not have been an alert.</param>
/// <param name="Upper">Upper end of what would not have been an alert.</param>
/// <param name="Direction">On which side of the expectation the value lies.</param>
public readonly record struct SpikePoint(
    bool Alert, double RawScore, double PValue, double Expected, double Lower, double Upper, Direction Direction);

/// <summary>What one point came to for a change point detector.</summary>
/// <param name="Alert">The martingale reaches its threshold; once per change.</param>
/// <param name="RawScore">The value itself, or how far it lies from its forecast.</param>
/// <param name="PValue">Conformal, among the scores of the running epoch.</param>
/// <param name="LogMartingale">log of the restarted martingale.</param>
/// <param name="LogThreshold">What it alarms at.</param>
public readonly record struct ChangePoint(
    bool Alert, double RawScore, double PValue, double LogMartingale, double LogThreshold);
