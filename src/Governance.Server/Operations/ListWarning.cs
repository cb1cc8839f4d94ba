using Governance.EventSourcing.Projections;
using Governance.Server.Shell;

namespace Governance.Server.Operations;

/// <summary>Tells every page that a list it may be read from does not hold all of the log.</summary>
internal sealed class ListWarning(ProjectionDaemon projections) : IStandingWarning
{
    /// <summary>A shorter lag is no news: the page that waits for its own act waits for less.</summary>
    private static readonly TimeSpan s_behind = TimeSpan.FromSeconds(10);

    public NavEntry Entry => NavEntry.System;

    public Warning? Current => projections.Progress.FirstOrDefault(list => list.Behind > s_behind) is { } late
        ? new Warning(Words(late), "/system", "See how far it is")
        : null;

    private static string Words(ProjectionProgress late) => late.Building?.Generation == late.Generation
        ? $"A list is being filled for the first time ({late.Building.Percent:0} %): pages may show less than there is."
        : $"A list has been behind the log for {Moment.Length(late.Behind)}: pages may show less than there is.";
}
