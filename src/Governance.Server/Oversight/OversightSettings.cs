namespace Governance.Server.Oversight;

/// <summary>What an installation may set about halts and the watch on every order.</summary>
/// <param name="HaltEffect">How long a halt may take to show: <c>Oversight:HaltEffectSeconds</c>.</param>
/// <param name="Grace">
/// What an obedient sender may still begin after an order or its own acknowledgement:
/// <c>Oversight:GraceSeconds</c>.
/// </param>
internal sealed record OversightSettings(TimeSpan HaltEffect, TimeSpan Grace)
{
    /// <summary>A minute: a dozen export intervals of a usual sender.</summary>
    private const double HaltEffectSeconds = 60;

    /// <summary>Five seconds: the default export interval of OpenTelemetry SDKs.</summary>
    private const double GraceSeconds = 5;

    internal static OversightSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromSeconds(configuration.GetValue("Oversight:HaltEffectSeconds", HaltEffectSeconds)),
        TimeSpan.FromSeconds(configuration.GetValue("Oversight:GraceSeconds", GraceSeconds)));
}
