using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Silence;

/// <summary>When a deployment's last windows close without a later event time.</summary>
/// <param name="After">Without a segment for so long, by the database's time.</param>
internal sealed record SilenceSettings(TimeSpan After)
{
    /// <summary>Exporters deliver at least once a minute; what is later is late, and revises its window.</summary>
    private static readonly TimeSpan s_exporters = TimeSpan.FromMinutes(1);

    /// <summary>Nothing is gained by looking more often than so.</summary>
    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks: a tenth of what is waited for.</summary>
    internal TimeSpan LookEvery => After / 10 < s_longestLook ? After / 10 : s_longestLook;

    /// <summary>
    /// Reads <c>Signals:SilenceSeconds</c>; without it a window, the lateness and a minute.
    /// </summary>
    internal static SilenceSettings Read(IConfiguration configuration)
    {
        var watch = WatchSettings.Read(configuration);
        var usual = watch.Window + watch.Lateness + s_exporters;
        var seconds = configuration.GetValue("Signals:SilenceSeconds", usual.TotalSeconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 0.1, "Signals:SilenceSeconds");
        return new SilenceSettings(TimeSpan.FromSeconds(seconds));
    }
}
