namespace Governance.Server.Signals.Registry;

/// <summary>What a configuration must have been through before it may wake anybody.</summary>
/// <param name="Soak">How long it is watched beside the one that stands, <c>Signals:SoakDays</c>.</param>
internal sealed record RegistrySettings(TimeSpan Soak)
{
    /// <summary>A week shows every day of the week once.</summary>
    private const double UsualSoakDays = 7;

    internal static RegistrySettings Read(IConfiguration configuration)
    {
        var days = configuration.GetValue("Signals:SoakDays", UsualSoakDays);
        ArgumentOutOfRangeException.ThrowIfNegative(days, "Signals:SoakDays");
        return new RegistrySettings(TimeSpan.FromDays(days));
    }
}
