namespace Governance.Domain.Signals.Registry;

/// <summary>Somebody wants a detector to judge otherwise.</summary>
/// <param name="Configuration">All of it.</param>
/// <param name="Digest">Of it.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record ConfigureDetector(DetectorConfiguration Configuration, string Digest, Actor By, string Reason)
{
    /// <summary>
    /// A changed configuration begins on trial, beside the one that stands: nothing goes unwatched while it proves
    /// itself. What stands or is on trial already changes nothing.
    /// </summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        if (detector.Standing.Configuration is not { } standing)
            return new RuleHasNoConfiguration();
        if (Configuration.FaultInPlaceOf(standing) is { } fault)
            return new ConfigurationNotValid(fault);
        if (Configuration == detector.Trial?.Configuration || (detector.Trial is null && Configuration == standing))
            return Decision.Nothing<DetectorEvent>();
        if (Configuration == standing)
            return new ConfigurationStands(detector.Standing.Version);
        return Decision.Append<DetectorEvent>(
            new DetectorEvent.Configured(detector.Versions + 1, Configuration, Digest, By, Reason, now));
    }
}

/// <summary>Somebody gives up the configuration on trial.</summary>
public sealed record WithdrawTrial(Actor By, string Reason)
{
    /// <summary>The one that stands goes on; without a trial there is nothing to give up.</summary>
    public Decision<DetectorEvent> Decide(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return detector.Trial is { } trial
            ? Decision.Append<DetectorEvent>(new DetectorEvent.TrialWithdrawn(trial.Version, By, Reason))
            : Decision.Nothing<DetectorEvent>();
    }
}
