namespace Governance.Server.Shell.Components;

/// <summary>How far a state has come, as a shape.</summary>
public enum DotFill
{
    /// <summary>Nobody has done anything yet.</summary>
    Full,

    /// <summary>Being worked on.</summary>
    Half,

    /// <summary>Seen, waiting, or over.</summary>
    Ring,
}
