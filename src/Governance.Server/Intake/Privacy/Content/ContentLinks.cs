using Governance.Domain;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>Where an observation's content is asked for, for other slices' pages.</summary>
public static class ContentLinks
{
    /// <summary>The page of one observation's content; there is something where <c>ContentKept</c> is true.</summary>
    public static string PageOf(ObservationAddress address) => $"/content/{address}";
}
