namespace Governance.Domain.Signals.Registry;

/// <summary>
/// What people may set of one measured detector. A value is null where the detector has no use for it: a mean knows no
/// odds ratio. Rules have no configuration: they hold or they do not.
/// </summary>
/// <param name="Severity">What a finding suggests; <see cref="Severity.Sev5"/> is a note.</param>
public sealed record DetectorConfiguration(Severity Severity)
{
    /// <summary>Whether a fall is a finding as well as a rise.</summary>
    public bool? FallsCount { get; init; }

    /// <summary>Observations that a step must have; thinner windows are pooled until they have them.</summary>
    public int? MinimumSample { get; init; }

    /// <summary>Observations of a stream's own past before anything is compared with it.</summary>
    public int? MinimumReference { get; init; }

    /// <summary>Days that a rolling baseline covers before it stays as it is.</summary>
    public double? AnchorDays { get; init; }

    /// <summary>A rate must change by this share of itself …</summary>
    public double? MinimumRatio { get; init; }

    /// <summary>… but by no less than this difference …</summary>
    public double? MinimumDifference { get; init; }

    /// <summary>… and a change by this difference always matters.</summary>
    public double? MaximumDifference { get; init; }

    /// <summary>Rates side by side must differ by this odds ratio.</summary>
    public double? MinimumOddsRatio { get; init; }

    /// <summary>A quantile must move by this share of itself …</summary>
    public double? RelativeMargin { get; init; }

    /// <summary>
    /// … and by this much in its own unit (milliseconds, tokens); a mean, read between 0 and 1, by this much alone.
    /// </summary>
    public double? AbsoluteMargin { get; init; }

    /// <summary>Steps without evidence that end an episode.</summary>
    public int? CalmSteps { get; init; }

    /// <summary>
    /// What is wrong with this configuration in the place of another one, one sentence; null: nothing.
    /// </summary>
    /// <param name="inPlaceOf">One that the same detector has: it shows which values there are.</param>
    public string? FaultInPlaceOf(DetectorConfiguration inPlaceOf)
    {
        ArgumentNullException.ThrowIfNull(inPlaceOf);
        if (!Enum.IsDefined(Severity))
            return "Severity is SEV1 to SEV5.";
        if ((FallsCount is null) != (inPlaceOf.FallsCount is null))
            return UseOf("FallsCount", inPlaceOf.FallsCount is not null);
        foreach (var limit in ConfigurationLimit.All)
        {
            var (value, other) = (limit.Of(this), limit.Of(inPlaceOf));
            if ((value is null) != (other is null))
                return UseOf(limit.Name, other is not null);
            if (value is { } given && !(given >= limit.Least && given <= limit.Most))
                return FormattableString.Invariant($"{limit.Name} is {limit.Least} to {limit.Most}, not {given}.");
        }

        return MinimumDifference > MaximumDifference
            ? "MinimumDifference is at most MaximumDifference."
            : null;
    }

    private static string UseOf(string name, bool has) =>
        has ? $"{name} must be given." : $"This detector has no use for {name}.";
}
