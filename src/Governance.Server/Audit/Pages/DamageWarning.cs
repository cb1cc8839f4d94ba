using System.Globalization;
using Governance.Server.Audit.Signing;
using Governance.Server.Shell;

namespace Governance.Server.Audit.Pages;

/// <summary>Tells every page that what it shows may not be what was signed.</summary>
internal sealed class DamageWarning(LogState state) : IStandingWarning
{
    public NavEntry Entry => NavEntry.Audit;

    public Warning? Current => state.Damage is { } damage
        ? new Warning(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The log is damaged at position {damage.Position}: what is shown may not be what was signed."),
            string.Create(CultureInfo.InvariantCulture, $"/audit/{damage.Position}"),
            "See the fact")
        : null;
}
