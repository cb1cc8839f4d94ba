namespace Governance.Domain.Signals.Registry;

/// <summary>Somebody says what a version is to be compared with.</summary>
/// <param name="Of">Whose baseline.</param>
/// <param name="Range">The positions that it is made from and stays at.</param>
/// <param name="Head">The last position of the log.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record FreezeBaseline(BaselineOf Of, PositionRange Range, long Head, Actor By, string Reason)
{
    /// <summary>Only on what is in the log already; frozen there already, nothing happens.</summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        if (!detector.HasBaselines)
            return new NoBaselines();
        if (Range.From < 1 || Range.Through < Range.From || Range.Through > Head)
            return new RangeNotInLog(Range, Head);
        var baseline = detector.BaselineOf(Of);
        if (baseline.Frozen == Range)
            return Decision.Nothing<DetectorEvent>();
        if (detector.Baselines.Count >= DetectorState.MaxBaselines && !detector.Baselines.ContainsKey(Of))
            return new TooManyBaselines();
        return Decision.Append<DetectorEvent>(new DetectorEvent.BaselineFrozen(
            Of.Deployment, Of.ModelVersion, baseline.Number + 1, Range.From, Range.Through, By, Reason));
    }
}

/// <summary>Somebody wants the baseline of a version gathered anew, rolling: what is usual has changed.</summary>
/// <param name="Of">Whose baseline.</param>
/// <param name="Number">The baseline that ends.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record RenewBaseline(BaselineOf Of, int Number, Actor By, string Reason)
{
    /// <summary>Only the present one ends; one that has ended before changes nothing.</summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        if (!detector.HasBaselines)
            return new NoBaselines();
        var baseline = detector.BaselineOf(Of);
        if (Number != baseline.Number)
            return Number < baseline.Number ? Decision.Nothing<DetectorEvent>() : new NoSuchBaseline(Number);
        if (detector.Baselines.Count >= DetectorState.MaxBaselines && !detector.Baselines.ContainsKey(Of))
            return new TooManyBaselines();
        return Decision.Append<DetectorEvent>(new DetectorEvent.BaselineRenewed(
            Of.Deployment, Of.ModelVersion, Number + 1, By, Reason));
    }
}
