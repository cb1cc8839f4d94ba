using Governance.Server.Shell;

namespace Governance.Server.OnCall;

/// <summary>Tells every page, the queue first, that somebody had to be woken and was not.</summary>
internal sealed class OnCallWarning(UnansweredLadders unanswered, PagingHealth paging) : IStandingWarning
{
    public NavEntry Entry => NavEntry.OnCall;

    public Warning? Current
    {
        get
        {
            if (unanswered.List() is [var longest, ..] ladders)
                return new Warning(
                    ladders.Count == 1
                        ? "An escalation ladder ended and nobody answered."
                        : $"{ladders.Count} escalation ladders ended and nobody answered.",
                    $"/incidents/{longest.Incident}",
                    "Open the one that waits longest");
            return paging.Unavailable
                ? new Warning(
                    "Paging is unavailable: every way tried within a day failed at its last attempt.",
                    "/system/channels", "See the channels")
                : null;
        }
    }
}
