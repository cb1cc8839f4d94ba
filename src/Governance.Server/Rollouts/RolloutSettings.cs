namespace Governance.Server.Rollouts;

/// <summary>What an installation may set about rollouts.</summary>
/// <param name="RollbackEffect">
/// How long a rollback may take to show in the telemetry: <c>Rollouts:RollbackEffectSeconds</c>.
/// </param>
/// <param name="CandidateStaleness">
/// How long this node gives out the candidate without having heard from the log; then everybody gets the stable
/// version: <c>Rollouts:CandidateStalenessSeconds</c>.
/// </param>
internal sealed record RolloutSettings(TimeSpan RollbackEffect, TimeSpan CandidateStaleness)
{
    /// <summary>Five minutes: several export intervals of any sender.</summary>
    private const double RollbackEffectSeconds = 300;

    /// <summary>Five minutes: a restart of the database does not end a rollout.</summary>
    private const double CandidateStalenessSeconds = 300;

    internal static RolloutSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromSeconds(configuration.GetValue("Rollouts:RollbackEffectSeconds", RollbackEffectSeconds)),
        TimeSpan.FromSeconds(configuration.GetValue("Rollouts:CandidateStalenessSeconds", CandidateStalenessSeconds)));
}
