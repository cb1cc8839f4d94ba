using System.Globalization;
using Governance.Server.Intake.Retention;
using Governance.Server.Shell;

namespace Governance.Server.Intake.Privacy;

/// <summary>How long anything can lead back to a person.</summary>
/// <param name="PseudonymKeyDays">After so many days another key begins: <c>Intake:PseudonymKeyDays</c>.</param>
/// <param name="PseudonymKeptDays">
/// So many days after its last pseudonym a key is destroyed: <c>Intake:PseudonymKeptDays</c>, by default as long as
/// behaviour is retained, a year where that is for ever.
/// </param>
internal sealed record PrivacySettings(int PseudonymKeyDays, int PseudonymKeptDays)
{
    /// <summary>A month of one user's behaviour hangs together, and no more.</summary>
    public const int DefaultKeyDays = 30;

    /// <summary>A year: people may still ask what is held of them.</summary>
    public const int DefaultKeptDays = 365;

    /// <exception cref="CannotStartException">An option cannot be understood.</exception>
    public static PrivacySettings Read(IConfiguration configuration, RetentionSettings retention) => new(
        Days(configuration, "Intake:PseudonymKeyDays", DefaultKeyDays),
        Days(configuration, "Intake:PseudonymKeptDays", retention.Days ?? DefaultKeptDays));

    private static int Days(IConfiguration configuration, string key, int otherwise)
    {
        if (configuration[key] is not { Length: > 0 } given)
            return otherwise;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0
            ? days
            : throw new CannotStartException($"{key} is a number of days, 1 or more, not {given}.");
    }
}
