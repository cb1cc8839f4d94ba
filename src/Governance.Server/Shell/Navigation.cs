namespace Governance.Server.Shell;

/// <summary>The entries of the navigation, in the order they are shown.</summary>
public enum NavEntry
{
    /// <summary>Triage.</summary>
    Incidents,

    /// <summary>Who is woken, by what ladder, and how.</summary>
    OnCall,

    /// <summary>Reports that are owed to authorities.</summary>
    Clocks,

    /// <summary>Staged rollouts.</summary>
    Rollouts,

    /// <summary>Deployments under watch.</summary>
    Models,

    /// <summary>What models did, searched.</summary>
    Behaviour,

    /// <summary>What is watched, and what false alarms it may cost.</summary>
    Signals,

    /// <summary>Who streams what right now.</summary>
    Intake,

    /// <summary>The log, its proofs and exports.</summary>
    Audit,

    /// <summary>Lag, dead letters, detectors' health.</summary>
    System,

    /// <summary>A page outside the navigation.</summary>
    None,
}

/// <summary>
/// A slice's number beside its entry: what waits for somebody. Read while every page renders, so cheap.
/// </summary>
public interface INavCount
{
    /// <summary>The entry that it stands beside.</summary>
    NavEntry Entry { get; }

    /// <summary>How many wait; null when it cannot be known now.</summary>
    ValueTask<int?> CountAsync(CancellationToken stop);
}

/// <summary>Where an entry leads, its icon, and the two keys that go there.</summary>
public sealed record NavLink(NavEntry Entry, string Href, string Icon, string Shortcut)
{
    /// <summary>What it is called.</summary>
    public string Text { get; init; } = Entry.ToString();

    /// <summary>In the order they are shown.</summary>
    public static IReadOnlyList<NavLink> All { get; } =
    [
        new(NavEntry.Incidents, "/incidents", "shield-alert", "g i"),
        new(NavEntry.OnCall, "/on-call", "phone", "g o") { Text = "On call" },
        new(NavEntry.Clocks, "/clocks", "clock", "g c"),
        new(NavEntry.Rollouts, "/rollouts", "rocket", "g r"),
        new(NavEntry.Models, "/models", "activity", "g m"),
        new(NavEntry.Behaviour, "/behaviour", "search", "g b"),
        new(NavEntry.Signals, "/signals", "bell", "g n"),
        new(NavEntry.Intake, "/intake", "radio", "g t"),
        new(NavEntry.Audit, "/audit", "scroll-text", "g a"),
        new(NavEntry.System, "/system", "server", "g s"),
    ];
}
