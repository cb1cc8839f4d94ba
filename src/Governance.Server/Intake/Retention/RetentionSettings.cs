using System.Globalization;
using Governance.EventSourcing.Segments;
using Governance.Server.Shell;

namespace Governance.Server.Intake.Retention;

/// <summary>How long the bytes of behaviour are kept.</summary>
/// <param name="Days">Whole days before today; null keeps them for ever, which is the default.</param>
internal sealed record RetentionSettings(int? Days)
{
    /// <summary>The option <c>--Intake:RetainDays</c>.</summary>
    public const string DaysKey = "Intake:RetainDays";

    /// <summary>Baselines look back this long, so nothing shorter makes sense.</summary>
    public const int LeastDays = 2;

    /// <exception cref="CannotStartException">The option cannot be understood.</exception>
    public static RetentionSettings Read(IConfiguration configuration)
    {
        if (configuration[DaysKey] is not { Length: > 0 } given)
            return new RetentionSettings(Days: null);
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= LeastDays
            ? new RetentionSettings(days)
            : throw new CannotStartException($"{DaysKey} is a number of days, {LeastDays} or more, not {given}.");
    }
}

/// <summary>Adds the retention of behaviour.</summary>
internal static class RetentionSetup
{
    internal static void AddSegmentRetirement(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RetentionSettings.Read(configuration));
        services.AddSingleton<SegmentRetention>();
        services.AddSingleton<EvidenceHeld>();
        services.AddSingleton<SegmentRetirement>();
        services.AddHostedService(provider => provider.GetRequiredService<SegmentRetirement>());
    }
}
